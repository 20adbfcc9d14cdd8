"""A table in a notebook: headings, rows, numbers under each other."""

import html


def show_table(headings, rows):
    """Display rows of strings under headings; the first column names its row."""
    from IPython.display import HTML, display
    head = "".join(f'<th scope="col" style="text-align:left">{html.escape(heading)}</th>' for heading in headings)
    body = "".join("<tr>" + f'<th scope="row" style="text-align:left">{html.escape(row[0])}</th>'
                   + "".join(f'<td style="text-align:left"><code>{html.escape(cell)}</code></td>' for cell in row[1:])
                   + "</tr>" for row in rows)
    display(HTML(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"))
