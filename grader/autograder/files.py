"""Files of a submission: what goes into the child, and a folder that appears in autograded/ whole or not at all."""

import contextlib
import ctypes
import fnmatch
import os
import shutil
import stat

try:
    import fcntl
except ImportError:                    # Windows: there, two runs at once are not kept apart
    fcntl = None

LARGEST, MOST, TOTAL, DEEPEST = 32 * 2**20, 2000, 60 * 2**20, 20
UNFINISHED = ".grader-unfinished"      # in a graded folder: its new grades may be in the gradebook, its new files are not
EXCHANGE, AT_CWD = 2, -100             # of renameat2(2)
READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def of_student(course, folder):
    """The folders of a submission's path that belong to the student: its own, and those above it up to the student's name."""
    parts = course.directory_structure.split(os.sep)
    first = next(place for place, part in enumerate(parts) if "{student_id}" in part)
    folders = [os.path.normpath(folder)]
    for _ in parts[first + 1:]:
        folders.append(os.path.dirname(folders[-1]))
    return folders


def supplementary(folder, ignore, room=TOTAL):
    """({relative name: bytes}, notes): every regular file but notebooks; links and giants are left out, with a note.

    room: bytes for all of them together.
    """
    files, notes, ignore = {}, [], [*ignore, "*.ipynb", UNFINISHED]
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not is_ignored(name, ignore)]
        if folders and os.path.relpath(where, folder).count(os.sep) >= DEEPEST:
            notes.append(f"left out, too many folders within folders: {os.path.relpath(where, folder)}")
            folders.clear()
        for name in list(folders):
            if os.path.islink(os.path.join(where, name)):
                notes.append(f"left out, a symbolic link: {name}")
                folders.remove(name)
        for name in names:
            path = os.path.join(where, name)
            if is_ignored(name, ignore):
                continue
            relative = os.path.relpath(path, folder)
            try:
                data, problem = _content(path, min(LARGEST, room)) if len(files) < MOST else (None, "one of too many")
            except OSError:
                data, problem = None, "cannot be read"
            if problem:
                notes.append(f"left out, {problem}: {relative}")
            else:
                files[relative] = data
                room -= len(data)
    return files, notes


def _content(path, most):
    """(bytes, None) of a regular file, or (None, why not)."""
    status = os.lstat(path)
    if stat.S_ISLNK(status.st_mode):
        return None, "a symbolic link"
    if not stat.S_ISREG(status.st_mode):
        return None, "not a regular file"
    if status.st_size > most:
        return None, "too large"
    with open(os.open(path, READ), "rb") as file:
        return file.read(status.st_size), None


def is_ignored(name, patterns):
    """nbgrader's rule, without a look at the disk for each pattern: * does not stand for a leading dot."""
    return any(fnmatch.fnmatch(name, pattern) and (pattern.startswith(".") or not name.startswith("."))
               for pattern in patterns)


class Staging:
    """A folder beside the graded submissions, on the same disk, where one is put together before it is shown."""

    def __init__(self, autograded):
        self.autograded = autograded
        os.makedirs(autograded, exist_ok=True)
        self.lock = os.open(autograded, os.O_RDONLY) if fcntl else None
        self.folder = os.path.join(autograded, ".grader-staging")
        self.count = 0

    def acquire(self, log):
        """Wait until no other run writes to this course; then clear what a killed one left behind."""
        if fcntl:
            try:
                fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                log.warning("Another run is grading this course; waiting for it to end")
                fcntl.flock(self.lock, fcntl.LOCK_EX)
        shutil.rmtree(self.folder, ignore_errors=True)

    def release(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        if fcntl:
            os.close(self.lock)

    def new(self):
        """An empty folder."""
        self.count += 1
        path = os.path.join(self.folder, f"{os.getpid()}-{self.count}")
        try:
            os.mkdir(path)
        except FileNotFoundError:
            os.makedirs(path)
        return path

    def drop(self, path):
        """Throw a folder away that will not be published."""
        if path:
            shutil.rmtree(path, ignore_errors=True)

    def publish(self, path, destination):
        """Put a finished folder into its place, in one step a reader can see; an older one goes away."""
        os.makedirs(os.path.dirname(destination), exist_ok=True)
        if not os.path.lexists(destination):
            os.rename(path, destination)
        elif _exchange(path, destination):
            self.drop(path)
        else:                                                  # a file system that cannot: two steps
            os.rename(destination, f"{path}.old")
            os.rename(path, destination)
            self.drop(f"{path}.old")

    @staticmethod
    def begin(destination):
        """Grades are about to be written for a folder. Killed from here on, the next run grades an older one again.

        Whether that is new: a run before this one may have been killed here.
        """
        if not os.path.isdir(destination):
            return False
        with contextlib.suppress(FileExistsError):
            open(os.path.join(destination, UNFINISHED), "x").close()
            return True
        return False

    @staticmethod
    def forget(destination):
        """The grades were not written: the older folder and the older grades still belong together."""
        with contextlib.suppress(OSError):
            os.remove(os.path.join(destination, UNFINISHED))


def _exchange(one, other):
    """Swap two folders in a single step; False where this machine or this file system cannot."""
    try:
        swap = ctypes.CDLL(None).renameat2
    except (AttributeError, TypeError):                        # macOS, Windows
        return False
    return swap(AT_CWD, os.fsencode(one), AT_CWD, os.fsencode(other), EXCHANGE) == 0


def may_be_kept(name):
    """Is this the name of a file that a notebook may leave beside itself: not in the place of a notebook, not endless?"""
    parts = name.lower().split("/")              # some disks tell no small letters from large ones
    return len(name) <= 200 and len(parts) <= 10 and "timestamp.txt" not in parts \
        and not any(part.endswith(".ipynb") for part in parts)


def write(folder, files):
    """Write {relative name: bytes} below folder; each name stays inside it.

    A file that stands in the way of another's folder, or the reverse, is left out; a full disk is not passed over.
    """
    for name, data in files.items():
        path = os.path.join(folder, name)
        with contextlib.suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                os.remove(path)
            with open(path, "wb") as file:
                file.write(data)


def set_permissions(folder, permissions, groupshared, log):
    """nbgrader's permissions for what it writes."""
    mode = int(str(permissions), 8)
    for where, _, names in os.walk(folder):
        for name in names:
            os.chmod(os.path.join(where, name), mode)
        if groupshared:
            share(where, log)


def share(folder, log):
    """Let the group write to a folder, as CourseDirectory.groupshared asks for."""
    present = os.stat(folder).st_mode
    if present & 0o2770 != 0o2770:
        try:
            os.chmod(folder, (present | 0o2770) & 0o2777)
        except PermissionError:
            log.warning("Could not update permissions of %s to make it groupshared", folder)


def copy_over(folder, destination):
    """The files of a folder as they are, to be added to."""
    for where, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(where, name)
            if name != UNFINISHED and stat.S_ISREG(os.lstat(path).st_mode):
                target = os.path.join(destination, os.path.relpath(path, folder))
                os.makedirs(os.path.dirname(target), exist_ok=True)
                shutil.copy2(path, target)
