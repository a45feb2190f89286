# sources.py - a page for a source file: each comment beside the code that it is about.
import os
import re

from docutils import nodes
from sphinx import addnodes
from sphinx.parsers import Parser

from coloured import changes, code, part
from lessons import DRAWING, picture, quote_id
from names import place
from pages import REGION, from_top

# In a comment: `name`, name(), name_of_something, and the name of a file.
WORD = re.compile(r'`(?P<name>[^`]+)`|\b(?P<function>[a-z]\w+\(\)|[a-z]\w*_\w+\b(?![(/]))|(?P<file>[\w./-]*\w\.[ch])\b')
LEAD = re.compile(r'([A-Z][a-z]+(?: \d\d)?:) +')  # "Cost:   nothing", "Since 03: ..."


def uncommented(line):
    return re.sub(r'^\s*(/\*+|\*(?!/)|#+)? ?|\s*\*/\s*$', '', line).rstrip()


def parts(text, in_c, quoted):
    """The file cut at its comments: (tag of the region that begins, [line of the comment], [number of a line that is not
    shown], [(number, line, is it in a region?)]). A part begins with a comment or a quoted region, and else nowhere."""
    tag, words, said, lines, inside, in_region = None, [], [], [], False, False
    for number, line in enumerate(text.rstrip('\n').split('\n'), 1):
        mark = not inside and REGION.match(line)
        comment = inside or not mark and (re.match(r'\s*/\*(?!.*\*/.*\S)' if in_c else r'\s*#( |$)', line) is not None)
        begins = mark and not mark['ends'] and mark['tag'] in quoted
        if (begins or comment) and any(shown.strip() for _, shown, _ in lines):
            yield tag, words, said, lines
            tag, words, said, lines = None, [], [], []
        if comment:
            words.append(uncommented(line))
            inside = in_c and '*/' not in line
        elif mark:
            tag = mark['tag'] if begins else tag
            in_region = begins or in_region and mark['ends'] == ''
        elif line.strip() or lines:
            lines.append((number, line, in_region))
            continue
        said.append(number)
    yield tag, words, said, lines


class Source(Parser):
    supported = ('source',)

    def parse(self, text, document):
        self.page, self.project = self.env.docname, self.env.project
        section = nodes.section('', nodes.title('', self.page), *self.around(), ids=['file'])
        document += section
        quoted = {tag for path, tag in self.project.quotes if path == self.page}
        for tag, words, said, lines in parts(text, self.page.endswith(('.c', '.h')), quoted):
            while lines and not lines[-1][1].strip():
                said.append(lines.pop()[0])
            comment = ([self.quoted(tag)] if tag else []) + self.comment('\n'.join(words).strip('\n'))
            shown = code('', '\n'.join(line for _, line, _ in lines), lines=lines, xml_space='preserve')
            section += part('', nodes.container('', *comment, classes=['said']), *([shown] if lines else []), said=said,
                            classes=['head'] if said[:1] == [1] and len(comment) > 1 else [])
        if self.page in self.project.stages[1:]:
            before = self.project.stages[self.project.stages.index(self.page) - 1]
            section += nodes.section('', nodes.title('', 'What changed since ' + os.path.dirname(before)),
                                     changes(before=before, after=self.page), ids=['changes'])

    def link(self, text, path, anchor=''):
        url = os.path.relpath(path, os.path.dirname(self.page) or '.') + ('#' + anchor if anchor else '')
        return addnodes.pending_xref('', text, reftype='myst', refdomain='', refdoc=self.page, reftarget=url)

    def around(self):
        """A line at the top: the file's lesson and its other half, what is in it, what changed."""
        project, (base, ending) = self.project, os.path.splitext(self.page)
        lesson = 'notes/' + os.path.dirname(self.page)
        other = base + {'.c': '.h', '.h': '.c'}.get(ending, '')
        links = [self.link(nodes.inline('', 'the lesson'), lesson + '.md')] if lesson in project.path_of else []
        if other != self.page and other in project.sources:
            links.append(self.link(nodes.literal('', os.path.basename(other)), other))
        functions = [self.link(nodes.literal('', name + '()'), path, f'L{line}')
                     for name, (path, line) in project.names[self.page].items() if ending == '.c' and re.fullmatch('[a-z]\\w*', name)]
        changed = [nodes.reference('', 'what changed since the stage before', refuri='#changes', internal=True)]
        text = []
        for lead, group in (('See also: ', links + (changed if self.page in project.stages[1:] else [])),
                            ('In this file: ', functions)):
            for at, link in enumerate(group):
                text += [nodes.Text(', ' if at else lead), link]
            text += [nodes.Text('. ')] if group else []
        return [nodes.paragraph('', '', *text, classes=['around'])] if text else []

    def quoted(self, tag):
        """The region's name, and the lessons that show it."""
        text = [nodes.literal('', f'[{tag}]')]
        for at, page in enumerate(dict.fromkeys(self.project.quotes[self.page, tag])):
            path = self.project.path_of[page]
            title = re.search('^# (.*)', self.project.text(path), re.M)[1].replace('`', '')
            text += [nodes.Text(', ' if at else ' quoted in '),
                     self.link(nodes.inline('', title), path, quote_id(self.page, tag))]
        return nodes.paragraph('', '', *text, classes=['region'])

    def comment(self, words):
        """Paragraphs, pictures, lists, and "Cost: ..."."""
        out = []
        for block in re.split(r'\n{2,}', words):
            if LEAD.match(block):
                out += [self.led(item) for item in re.split(rf'\n(?={LEAD.pattern})', block)[::2]]
            elif DRAWING.search(block):
                text = nodes.literal_block(block, block, language='none')
                out.append(picture('', text, words='A picture in characters of what the comment says.'))
            elif re.search(r'^    |\S  +\S', block, re.M):
                out.append(nodes.literal_block(block, block, language='none'))
            elif re.match('[-*] ', block):
                items = re.split(r'\n(?=[-*] )', block)
                out.append(nodes.bullet_list('', *(nodes.list_item('', nodes.paragraph('', '', *self.inline(item[2:])))
                                                   for item in items)))
            elif block:
                out.append(nodes.paragraph('', '', *self.inline(block)))
        return out

    def led(self, text):
        """"Try:    make run-01": what is indented further than its first line is something to type."""
        lead, (first, *rest) = LEAD.match(text), text.split('\n')
        out = [nodes.strong('', lead[1]), nodes.Text(' '), *self.inline(first[lead.end():])]
        for line in rest:
            if len(line) - len(line.lstrip()) > lead.end() + 1:
                out += [nodes.raw('', '<br>', format='html'), nodes.literal('', line.strip())]
            else:
                out += [nodes.Text(' '), *self.inline(line)]
        return nodes.paragraph('', '', *out)

    def inline(self, text):
        text, out, end = ' '.join(text.split()), [], 0
        for match in WORD.finditer(text):
            shown = match['name'] or match[0]
            node = nodes.literal('', shown)
            found = match['function'] and place(self.project, self.page, shown.replace('()', ''))
            if found:
                node = self.link(node, found[0], f'L{found[1]}')
            elif match['function'] and '(' not in shown:
                continue  # a word like any other
            elif match['file']:
                paths = [from_top(self.page, shown), shown]
                paths += [path for path in self.project.sources if path.endswith('/' + shown)]
                path = next((path for path in paths if path in self.project.path_of), self.page)
                node = self.link(node, path) if path != self.page else node
            out += [nodes.Text(text[end:match.start()]), node]
            end = match.end()
        return out + [nodes.Text(text[end:])]


def wide(app, page, template, context, doctree):
    if page in app.project.sources:
        context['furo_hide_toc'] = True  # its room is for the commentary


def setup(app):
    app.add_source_parser(Source)
    app.connect('html-page-context', wide, priority=900)  # after the theme
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
