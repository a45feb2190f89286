# sources.py - a page for a source file: each comment beside the code that it is about, with the real line numbers.
import difflib
import functools
import html
import itertools
import os
import re

from docutils import nodes
from pygments.lexers import TextLexer, get_lexer_for_filename
from pygments.token import STANDARD_TYPES, Comment, Name, String
from pygments.util import ClassNotFound
from sphinx import addnodes
from sphinx.parsers import Parser

from lessons import MARK, DRAWING, picture, quote_id
from links import uri
from pages import NO_LESSON, from_top

REGION = re.compile(r'^\s*/\* \[(/?)([a-z0-9-]+)\] \*/\s*$')
DEFINED = re.compile(r'^(?:static |extern |typedef )*((?:struct|enum|union) \w+)(?: \{|$)|^#define (\w+)[ (]')
FUNCTION = re.compile(r'^[a-z].*?[ *](\w+)\(')
# In a comment: `name`, name(), name_of_something, and the name of a file.
WORD = re.compile(r'`(?P<name>[^`]+)`|\b(?P<function>[a-z]\w+\(\)|[a-z]\w*_\w+\b(?![(/]))|(?P<file>[\w./-]*\w\.[ch])\b')
LEAD = re.compile(r'^([A-Z][a-z]+(?: 0[1-5])?:) +')


class part(nodes.General, nodes.Element):
    """A comment, and the code after it: lines [(number, text)]; ids are the numbers of the lines of the comment."""


class code(nodes.FixedTextElement):
    pass


class changes(nodes.General, nodes.Element):
    """Two stages side by side: before and after."""


# --- what is where in the sources

def definitions(text):
    """(name, line, whether other files see it, whether it is more than a prototype) for all that a C file defines."""
    lines = text.split('\n')
    for number, line in enumerate(lines, 1):
        if match := DEFINED.match(line):
            yield match[1] or match[2], number, True, True
        elif match := FUNCTION.match(line):
            end = next((rest.rstrip() for rest in lines[number - 1:] if rest.rstrip().endswith((';', '{', '}'))), ';')
            yield match[1], number, not line.startswith('static '), not end.endswith(';')


def index(app):
    """Of all pages: names[path][name] and names[''][name], for other files, are (path, line); regions and quotes."""
    project = app.project
    project.names, project.regions, project.quotes = {'': {}}, {}, {}
    whole = set()
    for path in project.sources:
        text = (project.top / path).read_text(encoding='utf-8', errors='replace')
        own = project.names[path] = {}
        for name, line, seen, defined in definitions(text) if path.endswith(('.c', '.h')) else ():
            if defined or name not in own:
                own[name] = (path, line)
            if seen and name != 'main' and name not in whole and (defined or name not in project.names['']):
                project.names[''][name] = (path, line)
                whole |= {name} if defined else set()
        for number, line in enumerate(text.split('\n'), 1):
            if (match := REGION.match(line)) and not match[1]:
                project.regions[path, match[2]] = number
    for page, path in project.path_of.items():
        for kind, words in MARK.findall((project.top / path).read_text(encoding='utf-8')) if path.endswith('.md') else ():
            if kind == 'quote':
                source, _, tag = words.partition(' ')
                project.quotes.setdefault((from_top(path, source), tag.strip('[]')), []).append(page)


def place(project, path, name):
    return project.names[path].get(name) or project.names[''].get(name)


# --- from a file to parts

def uncommented(line):
    return re.sub(r'^\s*(/\*+|\*(?!/)|#+|//+)? ?|\s*\*/\s*$', '', line)


def parts(path, text):
    """(region or None, [words of the comment], [(number, line)] of both) for each part: none without a comment."""
    in_c = path.endswith(('.c', '.h'))
    region, words, said, lines, inside, in_region = None, [], [], [], False, False
    for number, line in enumerate(text.rstrip('\n').split('\n'), 1):
        mark = REGION.match(line)
        starts = line.lstrip().startswith('/*') and ('*/' not in line or line.rstrip().endswith('*/')) if in_c \
            else re.match(r'\s*#( |$)', line)
        if not inside and (mark and not mark[1] or starts and not (mark and mark[1])) and \
                any(line.strip() for _, line, _ in lines):
            yield region, words, said, lines
            region, words, said, lines = None, [], [], []
        if mark and not inside:
            region, in_region = (mark[2], True) if not mark[1] else (region, False)
            said.append(number)
        elif inside or starts:
            words.append(uncommented(line))
            said.append(number)
            inside = in_c and '*/' not in line
        else:
            lines.append((number, line, in_region))
    yield region, words, said, lines


class SourceParser(Parser):
    supported = ('source',)

    def parse(self, text, document):
        self.page, self.project = self.env.docname, self.env.project
        section = nodes.section('', nodes.title('', self.page), ids=['file'])
        document += section
        section += self.around()
        for region, words, said, lines in parts(self.page, text):
            while lines and not lines[-1][1].strip():
                said.append(lines.pop()[0])
            while lines and not lines[0][1].strip():
                said.append(lines.pop(0)[0])
            comment = self.comment([line.rstrip() for line in words])
            if region:
                comment.insert(0, self.quoted(region))
            block = code('', '\n'.join(line for _, line, _ in lines), lines=lines, xml_space='preserve')
            classes = ['head'] if said[:1] == [1] and len(comment) > 1 else []
            section += part('', nodes.container('', *comment, classes=['said']), *([block] if lines else []), said=said,
                            classes=classes)
        stages = self.project.stages
        if self.page in stages[1:]:
            before = stages[stages.index(self.page) - 1]
            section += nodes.section('', nodes.title('', 'What changed since ' + os.path.dirname(before)),
                                     changes(before=before, after=self.page), ids=['changes'])

    def link(self, path, line, text):
        link = os.path.relpath(path, os.path.dirname(self.page) or '.') + (f'#L{line}' if line else '')
        return addnodes.pending_xref('', text, reftype='myst', refdomain='', refdoc=self.page, reftarget=link)

    def around(self):
        """What belongs to the file: its lesson, its other half, what changed; and what is in it."""
        base, ending = os.path.splitext(self.page)
        links = []
        lesson = 'notes/' + os.path.dirname(self.page)
        if lesson in self.project.path_of:
            links.append(('the lesson', lesson + '.md', 0))
        other = base + {'.c': '.h', '.h': '.c'}.get(ending, '')
        if other != self.page and other in self.project.sources:
            links.append((os.path.basename(other), other, 0))
        functions = [(name + '()', path, line) for name, (path, line) in self.project.names[self.page].items()
                     if ending == '.c' and name.islower() and ' ' not in name]
        text = []
        for lead, group in (('See also: ', links), ('In this file: ', functions)):
            for at, (name, path, line) in enumerate(group):
                shown = nodes.literal('', name) if line or '.' in name else nodes.inline('', name)
                text += [nodes.Text(lead if at == 0 else ', '), self.link(path, line, shown)]
            text += [nodes.Text('. ')] if group else []
        if self.page in self.project.stages[1:]:
            text.append(nodes.reference('', 'What changed since the stage before.', refuri='#changes', internal=True))
        return [nodes.paragraph('', '', *text, classes=['around'])] if text else []

    def quoted(self, region):
        """The region's name, and the lessons that show it."""
        text = [nodes.literal('', f'[{region}]')]
        for at, page in enumerate(dict.fromkeys(self.project.quotes.get((self.page, region), []))):
            link = os.path.relpath(self.project.path_of[page], os.path.dirname(self.page) or '.')
            xref = addnodes.pending_xref('', nodes.inline('', self.title(page)), reftype='myst', refdomain='',
                                         refdoc=self.page, reftarget=f'{link}#{quote_id(self.page, region)}')
            text += [nodes.Text(', ' if at else ' quoted in '), xref]
        return nodes.paragraph('', '', *text, classes=['region'])

    def title(self, page):
        text = (self.project.top / self.project.path_of[page]).read_text(encoding='utf-8')
        return re.search('^# (.*)', text, re.M)[1].replace('`', '')

    def comment(self, words):
        """Paragraphs, pictures, "Cost: ..." and lists."""
        out = []
        for block in re.split(r'\n{2,}', '\n'.join(words).strip('\n')):
            lines = block.split('\n')
            if LEAD.match(block):
                items = re.split(r'\n(?=[A-Z][a-z]+(?: 0[1-5])?: )', block)
                out += [self.led(item) for item in items]
            elif re.search(r'^    |\S  +\S', block, re.M) or DRAWING.search(block):
                text = nodes.literal_block(block, block, language='none')
                drawn = DRAWING.search(block)
                out.append(picture('', text, words='A picture in characters of what the comment says.') if drawn else text)
            elif all(re.match(r'[-*] |  ', line) for line in lines):
                items = re.split(r'\n(?=[-*] )', block)
                out.append(nodes.bullet_list('', *(nodes.list_item('', nodes.paragraph('', '', *self.inline(item[2:])))
                                                   for item in items)))
            elif block:
                out.append(nodes.paragraph('', '', *self.inline(block)))
        return out

    def led(self, text):
        """"Try:    make run-01": what is indented further than its first line is something to type."""
        lead, lines = LEAD.match(text), text.split('\n')
        out = [nodes.strong('', lead[1]), nodes.Text(' '), *self.inline(lines[0][lead.end():])]
        for line in lines[1:]:
            if len(line) - len(line.lstrip()) > lead.end() + 1:
                out += [nodes.raw('', '<br>', format='html'), nodes.literal('', line.strip())]
            else:
                out += [nodes.Text(' '), *self.inline(line.strip())]
        return nodes.paragraph('', '', *out)

    def inline(self, text):
        text, out, end = ' '.join(text.split()), [], 0
        for match in WORD.finditer(text):
            shown = match['name'] or match[0]
            node = nodes.literal('', shown)
            found = place(self.project, self.page, shown.removesuffix('()'))
            if found and match['function']:
                node = self.link(*found, node)
            elif match['function'] and '(' not in shown:
                node = nodes.Text(shown)
            elif match['file']:
                paths = [from_top(self.page, shown), shown]
                paths += [path for path in self.project.sources if path.endswith('/' + shown)]
                path = next((path for path in paths if path in self.project.path_of), self.page)
                node = self.link(path, 0, node) if path != self.page else node
            out += [nodes.Text(text[end:match.start()]), node]
            end = match.end()
        return out + [nodes.Text(text[end:])]


# --- HTML

def link_of(builder, page, kind, value, before):
    """Where a word of the code leads: an #include to its file, a name to its definition."""
    project = builder.app.project
    if kind in Comment.PreprocFile or kind in String:
        name = value.strip('"')
        paths = [path for path in (from_top(page, name), name) if path in project.path_of]
        return uri(builder, page, paths[0], '') if paths and value.startswith('"') and before.endswith('include') else None
    if kind not in Name or before in ('.', '->'):
        return None
    name = f'{before} {value}' if before in ('struct', 'enum', 'union') else value
    path, line = place(project, page, name) or (None, None)
    return path and uri(builder, page, path, f'L{line}')


@functools.lru_cache(maxsize=None)
def coloured(builder, page, comments=True):
    """The lines of a file as HTML, in colour and with links. (Not a definition's own name.)"""
    project = builder.app.project
    try:
        lexer = get_lexer_for_filename(page, stripnl=False)
    except ClassNotFound:
        lexer = TextLexer(stripnl=False)
    lines, before = [''], ''
    for kind, value in lexer.get_tokens((project.top / page).read_text(encoding='utf-8', errors='replace')):
        spoken = kind in Comment and kind not in Comment.Preproc and kind not in Comment.PreprocFile
        href = link_of(builder, page, kind, value, before)
        for at, piece in enumerate(value.split('\n')):
            if at:
                lines.append('')
            if not piece or spoken and not comments:
                continue
            text = html.escape(piece, quote=False)
            if href and href != f'#L{len(lines)}':
                text = f'<a href="{href}">{text}</a>'
            css = STANDARD_TYPES.get(kind) or STANDARD_TYPES.get(kind.parent, '')
            lines[-1] += f'<span class="{css}">{text}</span>' if css and piece.strip() else text
        before = value.strip() or before
    return lines


def visit_part(self, node):
    ids = ''.join(f'<span id="L{number}"></span>' for number in node['said'])
    self.body.append(self.starttag(node, 'div', CLASS='part') + ids)


def number(line):
    return f'<a class="number" href="#L{line}" data-line="{line}" tabindex="-1" aria-hidden="true"></a>'


def visit_code(self, node):
    lines = coloured(self.builder, self.builder.current_docname)
    self.body.append('<div class="lines highlight"><pre>')
    for line, text, in_region in node['lines']:
        self.body.append(f'<span id="L{line}" class="line{" quoted" if in_region else ""}">{number(line)}'
                         f'{lines[line - 1]}\n</span>')
    self.body.append('</pre></div>')
    raise nodes.SkipNode


def without_comments(builder, page):
    """[(number, HTML)] of the lines that have code, and the same as text for comparing."""
    lines = [(at, line.rstrip()) for at, line in enumerate(coloured(builder, page, comments=False), 1)]
    lines = [(at, line) for at, line in lines if line]
    return lines, [re.sub(r'\s+', '', re.sub('<[^>]*>', '', line)) for _, line in lines]


def visit_changes(self, node):
    page, before, after = self.builder.current_docname, node['before'], node['after']
    old, old_text = without_comments(self.builder, before)
    new, new_text = without_comments(self.builder, after)
    relative = uri(self.builder, page, before, '')

    def cell(line, tag, sign):
        if line is None:
            return '<td class="none"></td>'
        number, text = line
        text = re.sub('</?a[^>]*>', '', text)
        text = f'<{tag}>{text}</{tag}>' if tag else text
        return f'<td class="{tag or "same"}"><span class="sign" data-line="{number}">{sign}</span><code>{text}</code></td>'

    out = [f'<div class="changes highlight"><table><thead><tr><th scope="col"><a href="{relative}">{before}</a></th>'
           f'<th scope="col">{after}</th></tr></thead><tbody>']
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old_text, new_text, autojunk=False).get_opcodes():
        for one, two in itertools.zip_longest(old[a:b], new[c:d]):
            if kind == 'equal':
                out.append('<tr>' + cell(one, '', '') + cell(two, '', '') + '</tr>')
            else:
                out.append('<tr class="changed">' + cell(one, 'del', '−') + cell(two, 'ins', '+') + '</tr>')
    self.body.append('\n'.join(out) + '</tbody></table></div>')
    raise nodes.SkipNode


def sentence(text):
    """What the comment at the top of a file says it is."""
    found = re.match(r'(?:#!.*\n)?\s*(?:/\*+|#)[\s*]*(?:[^\n]*? - )(.*?)(?:\.\s|\n\s*[*#]?\s*\n|\*/)', text, re.S)
    return ' '.join(uncommented(line) for line in found[1].split('\n')).strip() if found else ''


def overview(app, page, source):
    """The page that lists the others: a table for each room, a row for each module."""
    if page != 'code':
        return
    rooms = {}
    for path in app.project.sources:
        room = os.path.dirname(path) if path.startswith('common/') else 'The five stages'
        room = room if path.startswith(app.project.rooms) and not NO_LESSON.search(path) else 'Other files that the notes lead to'
        rooms.setdefault(room, {}).setdefault(os.path.splitext(path)[0], []).append(path)
    for room, modules in rooms.items():
        source[0] += f'\n## {room}\n\n| file | what it is |\n|---|---|\n'
        for paths in modules.values():
            said = [sentence((app.project.top / path).read_text(encoding='utf-8', errors='replace')) for path in paths]
            said = next((words for words in said if words and not words.startswith('see ')), '').replace('|', '\\|')
            files = ', '.join(f'[{path if room[0].isupper() else os.path.basename(path)}](../../{path})' for path in paths)
            source[0] += f'| {files} | {said} |\n'


def wide(app, page, template, context, doctree):
    if page in app.project.sources:
        context['furo_hide_toc'] = True  # its room is for the commentary


def setup(app):
    app.add_node(part, html=(visit_part, lambda self, node: self.body.append('</div>\n')))
    app.add_node(code, html=(visit_code, None))
    app.add_node(changes, html=(visit_changes, None))
    app.add_source_parser(SourceParser)
    app.connect('builder-inited', index)
    app.connect('source-read', overview)
    app.connect('html-page-context', wide, priority=900)  # after the theme
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
