"""A submitted notebook made fit to run: nbgrader's own preprocessors, on a snapshot of the gradebook, and a few repairs.

The repairs are what nbgrader stops at: cells copied or renamed with their metadata, edited metadata, tests that were
deleted. Each leaves one line for the summary.
"""

import itertools
import json
import logging
import os
import re

import nbformat
from nbgrader import preprocessors as nbgrader_preprocessors
from nbgrader import utils
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors.base import NbGraderPreprocessor
from traitlets import default

from .assignment import Snapshot

LARGEST = 32 * 2**20
MOST_PARTS = 300_000                             # brackets: a file of nothing but {} takes a hundred times its size
MOST_COMMAS = 3_000_000
QUIET = logging.Logger("quiet", logging.CRITICAL + 1)
MOST_CELLS = 5_000
NOTEBOOK_METADATA = {"kernelspec": dict, "language_info": dict, "authors": list, "title": str, "orig_nbformat": int}
CELL_METADATA = {"nbgrader": dict, "tags": list, "raw_mimetype": str, "transient": dict, "jupyter": dict, "slideshow": dict,
                 "alt": str, "name": str, "execution": dict, "collapsed": bool, "scrolled": (bool, str),
                 "deletable": bool, "editable": bool, "format": str}
CELL_ID = re.compile(r"[a-zA-Z0-9-_]{1,64}")


class Unusable(Exception):
    """A submission that cannot be graded, with the line for the summary."""


def read(path):
    """The notebook in a file, in nbformat 4."""
    if os.path.islink(path):
        raise Unusable("the notebook is a symbolic link")
    if not os.path.isfile(path):
        raise Unusable("the notebook is no regular file")
    if os.path.getsize(path) > LARGEST:
        raise Unusable(f"the notebook is larger than {LARGEST // 2**20} MB")
    try:
        with open(path, encoding="utf-8-sig") as file:
            text = file.read()
        if text.count("{") + text.count("[") > MOST_PARTS or text.count(",") > MOST_COMMAS:
            raise Unusable(f"the notebook has more than {MOST_PARTS:,} parts")
        content = json.loads(text)
        sheets = [content, *content.get("worksheets", ())]       # of nbformat 3
        if sum(len(sheet.get("cells", ())) for sheet in sheets) > MOST_CELLS:   # everybody else waits while they are looked at
            raise Unusable(f"the notebook has more than {MOST_CELLS:,} cells")
        if content["nbformat"] != 4:
            content = nbformat.convert(nbformat.reader.reads(text), 4)
        return nbformat.v4.to_notebook_json(_tidy(content))      # nbformat.reads would only log what is invalid
    except Unusable:
        raise
    except Exception as problem:                                 # whatever nbformat stumbles over
        raise Unusable(f"the file is not a notebook that can be read ({type(problem).__name__})") from None


def _tidy(content):
    """A notebook with what nbformat's schema asks for, as far as it is needed to run and to show one."""
    cells, used = [], set()
    for cell in content["cells"]:
        kind = cell.get("cell_type")
        kind = kind if kind in ("code", "markdown") else "raw"
        source = cell.get("source") or ""
        tidy = {"cell_type": kind, "metadata": _metadata(cell.get("metadata")),
                "source": source if isinstance(source, str) else "".join(source)}
        if kind == "code":
            tidy |= {"outputs": cell["outputs"] if isinstance(cell.get("outputs"), list) else [],
                     "execution_count": cell["execution_count"] if type(cell.get("execution_count")) is int else None}
        elif _are_files(cell.get("attachments")):
            tidy["attachments"] = cell["attachments"]
        tidy["id"] = _id(cell.get("id"), len(cells), used)       # an older notebook has none, and nbgrader asks for it
        used.add(tidy["id"])
        cells.append(tidy)
    metadata = content.get("metadata")
    metadata = dict(metadata) if isinstance(metadata, dict) else {}
    for name, kind in NOTEBOOK_METADATA.items():
        if name in metadata and not isinstance(metadata[name], kind):
            del metadata[name]
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _id(given, place, used):
    """A cell's id, or one after its place: the same for the same notebook."""
    if isinstance(given, str) and CELL_ID.fullmatch(given) and given not in used:
        return given
    return next(made for again in itertools.count() if (made := f"cell-{place}-{again}") not in used)


def _metadata(given):
    """A cell's metadata, those that nbgrader and nbconvert read in the types that they take for granted."""
    metadata = dict(given) if isinstance(given, dict) else {}
    for name, kind in CELL_METADATA.items():
        if name in metadata and not isinstance(metadata[name], kind):
            del metadata[name]
    metadata.pop("magics_language", None)                        # pages would colour the cell as of that language
    if not isinstance(metadata.get("nbgrader", {}).get("grade_id", ""), str):
        del metadata["nbgrader"]["grade_id"]
    if not re.fullmatch(".+", metadata.get("name", "a name")):
        del metadata["name"]
    if "execution" in metadata:
        metadata["execution"] = {name: time for name, time in metadata["execution"].items() if isinstance(time, str)}
    if "tags" in metadata:                                       # nbformat's schema wants each once
        metadata["tags"] = list(dict.fromkeys(tag for tag in metadata["tags"] if isinstance(tag, str)))
    return metadata


def _are_files(attachments):
    return isinstance(attachments, dict) and all(
        isinstance(files, dict) and all(isinstance(data, str) for data in files.values()) for files in attachments.values())


class Foreign(Unusable):
    """A notebook of something else under this name: the files of a submission are mixed up, and a person must look."""


class OverwriteKernelspec(nbgrader_preprocessors.OverwriteKernelspec):
    """nbgrader's, without a database connection for each notebook."""

    def preprocess(self, nb, resources):
        kernelspec = resources["source"].kernelspec
        if kernelspec:
            nb.metadata["kernelspec"] = kernelspec
        return nb, resources


class OverwriteCells(nbgrader_preprocessors.OverwriteCells):
    """nbgrader's, with the snapshot in place of a connection."""

    def preprocess(self, nb, resources):
        self.gradebook = Snapshot(resources["source"])
        self.notebook_id = resources["nbgrader"]["notebook"]
        self.assignment_id = resources["nbgrader"]["assignment"]
        return super(nbgrader_preprocessors.OverwriteCells, self).preprocess(nb, resources)

    def report_change(self, name, attr, old, new):
        """Every test cell differs from the source by its hidden part: no line for that."""
        self.log.debug("%s of cell %s: %s in place of %s", attr, name, old, new)


TYPES = {"schema_version": int, "grade": bool, "locked": bool, "solution": bool, "task": bool, "grade_id": str,
         "points": (int, float), "checksum": str, "cell_type": str}
GRADE_ID = re.compile(r"[a-zA-Z0-9_\-]*")


class CheckCellMetadata(NbGraderPreprocessor):
    """nbgrader's check; its slow road only where the fast one finds something."""

    def preprocess(self, nb, resources):
        if not self._all_fine(nb):
            MetadataValidator().validate_nb(nb)
        return nb, resources

    def _all_fine(self, nb):
        seen = set()
        for cell in nb.cells:
            meta = cell.metadata.get("nbgrader")
            if meta is None:
                continue
            if meta.get("schema_version") != 3 or not all(
                    key in TYPES and isinstance(value, TYPES[key]) for key, value in meta.items()):
                return False
            if not isinstance(meta.get("points", 0), bool) and meta.get("points", 0) < 0 \
                    or not {"grade", "locked", "solution"} <= set(meta) \
                    or not GRADE_ID.fullmatch(meta.get("grade_id", "")) or len(meta.get("checksum", 32 * " ")) != 32:
                return False
            if meta["grade"] or meta["solution"] or meta["locked"] or meta.get("task"):
                if not meta.get("grade_id") or meta["grade_id"] in seen or "points" not in meta and meta["grade"]:
                    return False
                if cell.cell_type != "code" and not meta.get("task") and meta["grade"] != meta["solution"]:
                    return False
                if meta.get("task") and cell.cell_type != "markdown":
                    return False
                seen.add(meta["grade_id"])
        return True


class DeduplicateIds(nbgrader_preprocessors.DeduplicateIds):
    """nbgrader's, without a line for each of a thousand copies: a note names them."""

    @default("log")
    def _quiet(self):
        return QUIET


REPLACED = {
    nbgrader_preprocessors.DeduplicateIds: DeduplicateIds,
    nbgrader_preprocessors.OverwriteKernelspec: OverwriteKernelspec,
    nbgrader_preprocessors.OverwriteCells: OverwriteCells,
    nbgrader_preprocessors.CheckCellMetadata: CheckCellMetadata,
}


def sanitise(nb, resources, pipeline, restore_missing):
    """(notebook, notes): the notebook as it will run. resources["source"] is its NotebookSource."""
    source, notes = resources["source"], []
    _repair(nb, source, notes)
    for preprocessor in pipeline:
        if isinstance(preprocessor, (CheckCellMetadata, nbgrader_preprocessors.CheckCellMetadata)):
            _drop_unusable(nb)
        nb, resources = preprocessor(nb, resources)
    if restore_missing:
        _restore_missing(nb, source, notes)
    elif missing := [name for name in source.graded if name not in _ids(nb)]:
        notes.append(f"missing cells: {', '.join(missing)}")
    return nb, notes


def _ids(nb):
    return {cell.metadata["nbgrader"]["grade_id"]: place for place, cell in enumerate(nb.cells)
            if "grade_id" in cell.metadata.get("nbgrader", {})}


def _repair(nb, source, notes):
    """Give every cell that the source knows its metadata back, and make the others ordinary cells."""
    graded = [cell for cell in nb.cells if "nbgrader" in cell.metadata]
    known = [cell for cell in graded if cell.metadata["nbgrader"].get("grade_id") in source.source_cells]
    if not known:
        if any(cell.metadata["nbgrader"].get("grade_id") for cell in graded):
            raise Foreign("none of its cells belongs to this notebook of the assignment")
        return
    if not any(cell.metadata["nbgrader"].get("schema_version") == 3 for cell in known):
        raise Unusable("its nbgrader metadata are of another version; `nbgrader update` brings them up to date")
    seen, twice, unknown, worth, kind = set(), [], [], [], []
    for cell in reversed(graded):
        meta = cell.metadata["nbgrader"]
        name = meta.get("grade_id")
        if name not in source.source_cells:
            if any(meta.get(key) for key in ("grade", "solution", "locked", "task")):
                unknown.append(str(name))
            del cell.metadata["nbgrader"]
            continue
        if name in seen:
            twice.append(name)
        seen.add(name)
        right = source.metadata(name)
        if "points" in right and meta.get("points") not in (None, right["points"]):
            worth.append(name)
        if any(bool(meta.get(key)) != right[key] for key in ("grade", "solution", "task") if key in meta):
            kind.append(name)
        cell.metadata["nbgrader"] = right
    for words, names in [("cells whose points had been edited", worth),
                         ("cells that had been made another kind of cell", kind),
                         ("cells that are there more than once, of which the last counts", twice),
                         ("cells that the assignment does not have", unknown)]:
        if names:
            notes.append(f"{words}: {_listed(names)}")


def _listed(names, most=20):
    names = list(dict.fromkeys(reversed(names)))
    return ", ".join(name[:60] for name in names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _drop_unusable(nb):
    """Copies whose metadata DeduplicateIds emptied, and cells whose id OverwriteCells took, are ordinary cells."""
    for cell in nb.cells:
        meta = cell.metadata.get("nbgrader")
        if meta is not None and not meta:
            del cell.metadata["nbgrader"]


def _restore_missing(nb, source, notes):
    """Put back tests, tasks and read-only cells that are gone, each behind the nearest cell before it in the source."""
    order = list(source.source_cells)
    present = _ids(nb)
    missing = [name for name in order
               if (name in source.graded or source.source_cells[name].locked) and name not in present]
    for name in missing:
        place = order.index(name)
        before = [present[other] for other in order[:place] if other in present]
        behind = [present[other] for other in order[place:] if other in present]
        nb.cells.insert(before[-1] + 1 if before else min(behind, default=len(nb.cells)), source.new_cell(name))
        present = _ids(nb)
    if missing:
        notes.append(f"cells that had been deleted and were put back: {', '.join(missing)}")
    lost = [name for name in source.solutions if name not in _ids(nb) and name not in missing]
    if lost and present.keys() == set(missing):
        notes[:] = [*notes[:-1], "the notebook has lost nbgrader's marks; its cells were run as they stand, and the tests put back"]
    elif lost:
        notes.append(f"answer cells that had been deleted: {', '.join(sorted(lost))}")


def is_test(cell):
    """A cell that earns its points by running."""
    return cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)
