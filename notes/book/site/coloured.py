# coloured.py - code as HTML: in colour, with numbers and links, and two stages side by side.
import difflib
import functools
import html
import itertools
import re

from docutils import nodes
from pygments.lexers import TextLexer, get_lexer_for_filename
from pygments.token import STANDARD_TYPES, Comment, Name, String
from pygments.util import ClassNotFound

from links import uri
from names import place
from pages import from_top


class part(nodes.General, nodes.Element):
    """A comment, whose lines are "said"; and the code after it."""


class code(nodes.FixedTextElement):
    """Lines of a file: (number, text, is it in a region?)."""


class changes(nodes.General, nodes.Element):
    """Two stages side by side, "before" and "after"."""


def link_of(builder, page, kind, value, before):
    """Where a word of the code leads: an #include to its file, a name to its definition; else None."""
    project = builder.app.project
    if kind in Comment.PreprocFile or kind in String:
        name = value.strip('"')
        paths = [path for path in (from_top(page, name), name) if path in project.path_of]
        return uri(builder, page, paths[0], '') if paths and value != name and before.endswith('include') else None
    if kind not in Name or before in ('.', '->'):
        return None
    name = f'{before} {value}' if before in ('struct', 'enum', 'union') else value
    path, line = place(project, page, name) or (None, None)
    return path and uri(builder, page, path, f'L{line}')


@functools.lru_cache(maxsize=None)
def coloured(builder, page, comments=True):
    """The lines of a file as HTML. (What is defined in a line is no link to there.)"""
    try:
        lexer = get_lexer_for_filename(page, stripnl=False)
    except ClassNotFound:
        lexer = TextLexer(stripnl=False)
    lines, before = [''], ''
    for kind, value in lexer.get_tokens(builder.app.project.text(page)):
        comment = kind in Comment and kind not in Comment.Preproc and kind not in Comment.PreprocFile
        href = link_of(builder, page, kind, value, before)
        for at, piece in enumerate(value.split('\n')):
            if at:
                lines.append('')
            if comment and not comments:
                continue
            text = html.escape(piece, quote=False)
            if href and href != f'#L{len(lines)}':
                text = f'<a href="{href}">{text}</a>'
            css = STANDARD_TYPES.get(kind) or STANDARD_TYPES.get(kind.parent)
            lines[-1] += f'<span class="{css}">{text}</span>' if css and piece.strip() else text
        before = value.strip() or before
    return lines


def visit_part(self, node):
    self.body.append(self.starttag(node, 'div', CLASS='part'))
    self.body += [f'<span id="L{line}"></span>' for line in node['said']]


def visit_code(self, node):
    lines = coloured(self.builder, self.builder.current_docname)
    self.body.append('<div class="lines highlight"><pre>')
    for line, _, in_region in node['lines']:
        self.body.append(f'<span id="L{line}" class="line{" quoted" if in_region else ""}">'
                         f'<a class="number" href="#L{line}" data-line="{line}" tabindex="-1" aria-hidden="true"></a>'
                         f'{lines[line - 1]}\n</span>')
    self.body.append('</pre></div>')
    raise nodes.SkipNode


def without_comments(builder, page):
    """[(number, HTML)] of the lines that have code, without links; and what of them counts as a change."""
    lines = [re.sub('</?a[^>]*>', '', line).rstrip() for line in coloured(builder, page, comments=False)]
    lines = [(number, line) for number, line in enumerate(lines, 1) if line]
    return lines, [re.sub(r'<[^>]*>|\s', '', line) for _, line in lines]


def cell(line, tag, sign):
    if line is None:
        return '<td class="none"></td>'
    number, text = line
    text = f'<{tag}>{text}</{tag}>' if sign else text
    return f'<td class="{tag if sign else "same"}"><span class="sign" data-line="{number}">{sign}</span><code>{text}</code></td>'


def visit_changes(self, node):
    (old, old_text), (new, new_text) = (without_comments(self.builder, node[name]) for name in ('before', 'after'))
    before = uri(self.builder, node['after'], node['before'], '')
    self.body.append(f'<div class="changes highlight"><table><thead><tr><th scope="col"><a href="{before}">{node["before"]}</a>'
                     f'</th><th scope="col">{node["after"]}</th></tr></thead><tbody>')
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old_text, new_text, autojunk=False).get_opcodes():
        row, minus, plus = ('<tr>', '', '') if kind == 'equal' else ('<tr class="changed">', '−', '+')
        for one, other in itertools.zip_longest(old[a:b], new[c:d]):
            self.body.append(f'{row}{cell(one, "del", minus)}{cell(other, "ins", plus)}</tr>\n')
    self.body.append('</tbody></table></div>')
    raise nodes.SkipNode


def setup(app):
    app.add_node(part, html=(visit_part, lambda self, node: self.body.append('</div>\n')))
    app.add_node(code, html=(visit_code, None))
    app.add_node(changes, html=(visit_changes, None))
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
