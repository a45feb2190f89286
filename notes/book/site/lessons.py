# lessons.py - what the notes have beside plain Markdown: answers to unfold, pictures in characters, and quotes.
import html
import pathlib
import re

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from pages import MARK, from_top

log = logging.getLogger(__name__)

FOLDED = re.compile(r'^( *)<details>\s*<summary>(.*?)</summary>(.*?)^ *</details>$', re.M | re.S)
DRAWING = re.compile('[─│┌└►▼]|--+>|<--|={4}|[.]{8}')


class details(nodes.General, nodes.Element):
    """What is folded until the reader asks for it: a summary first."""


class summary(nodes.TextElement):
    pass


class picture(nodes.General, nodes.Element):
    """A drawing in characters; "words" say what it shows to those who do not see it."""


def as_markdown(text):
    text = re.sub(r'<code>(.*?)</code>', lambda code: '`' + html.unescape(code[1]) + '`', text, flags=re.S)
    text = re.sub(r'</?em>', '*', text)
    return re.sub(r'<a href="(.*?)">(.*?)</a>', r'[\2](\1)', text, flags=re.S)


def read(app, page, source):
    """Before MyST: HTML that it would pass on as it is becomes Markdown; and no page shows where a figure is from."""
    if page not in app.project.path_of or not app.project.path_of[page].endswith('.md'):
        return
    text = re.sub(r'<!-- sample: .*?-->', lambda mark: '\n' * mark[0].count('\n'), source[0], flags=re.S)

    def unfold(match):
        indent, title, body = match.groups()
        if not body.startswith('\n\n'):
            body = '\n' + as_markdown(body)
        return f'{indent}<details><summary>{title}</summary>\n{body}\n{indent}</details>\n'

    source[0] = FOLDED.sub(unfold, text)


def quote_id(path, tag):
    return re.sub('[^a-z0-9]+', '-', f'quote {path} {tag}'.lower()).strip('-')


class Lessons(SphinxTransform):
    default_priority = 5  # before the translation of messages

    def apply(self, **options):
        if not self.env.doc2path(self.env.docname).endswith('.md'):
            return
        for raw in list(self.document.findall(nodes.raw)):
            if raw.parent is None:
                continue
            mark, folded = MARK.match(raw.astext()), re.match('<details><summary>(.*)</summary>', raw.astext())
            if mark:
                self.marked(raw, mark[1], mark[2])
            elif folded:
                self.fold(raw, folded[1])
        for raw in list(self.document.findall(nodes.raw)):
            if raw.astext().startswith('<!--'):
                raw.parent.remove(raw)
        for image in self.document.findall(nodes.image):
            image.source, image.line = self.document['source'], image.line or image.parent.line  # for the translators
        for block in self.document.findall(nodes.literal_block):
            if block['language'] == 'none' and DRAWING.search(block.astext()) and \
                    not isinstance(block.parent, picture):
                log.warning('a picture in characters needs words: <!-- picture: ... --> before it', location=block)

    def fold(self, raw, title):
        """All up to the end of the fold goes below one node."""
        siblings, at = raw.parent.children, raw.parent.index(raw)
        end = next((i for i in range(at, len(siblings)) if siblings[i].astext().strip() == '</details>'), None)
        if end is None:
            log.warning('<details> without an end', location=raw)
            return
        heading = summary(title, title)
        heading.source, heading.line = self.document['source'], raw.line
        node = details('', heading, *siblings[at + 1:end])
        raw.parent.children[at:end + 1] = []
        raw.parent.insert(at, node)

    def marked(self, raw, kind, words):
        parent, at = raw.parent, raw.parent.index(raw)
        block = parent.children[at + 1] if at + 1 < len(parent.children) else None
        if not isinstance(block, nodes.literal_block):
            return
        if kind == 'picture':
            parent.remove(block)
            parent.insert(at, picture('', block, words=' '.join(words.split())))
        elif kind == 'quote':
            link, _, tag = words.partition(' ')
            tag = tag.strip('[]')
            path = from_top(self.env.project.path_of[self.env.docname], link)
            line = self.env.project.regions.get((path, tag), 0) + 1
            name = quote_id(path, tag)
            if name not in self.document.ids:
                block['ids'].append(name)
                self.document.ids[name] = block
            if path not in self.env.project.page_of:
                return  # a handout lacks what its reader is to write; in the project notes.sh would say so
            xref = addnodes.pending_xref('', nodes.inline('', f'{path}, line {line}'), reftype='myst', refdomain='',
                                         refdoc=self.env.docname, reftarget=f'{link}#L{line}', refexplicit=True)
            parent.insert(at + 2, nodes.paragraph('', '', xref, classes=['from']))


def enlarged(app, page, template, context, doctree):
    """A click on a plot shows it alone, and there it can be as large as the screen; unless it is a link already."""
    if doctree is not None:
        context['body'] = re.sub(r'(<a [^>]*>(?:<span[^>]*>)?)?(<img [^>]*src="([^"]*)"[^>]*>)', lambda image:
                                 image[0] if image[1] else f'<a class="image" href="{image[3]}">{image[2]}</a>', context['body'])


def prune(app, error):
    """Catalogues of messages are for what people wrote: not for code, nor for a report that a program wrote."""
    for page in [*app.project.sources, 'bench/sample/report'] if app.builder.name == 'gettext' else []:
        pathlib.Path(app.outdir, page + '.pot').unlink(missing_ok=True)


def visit_picture(self, node):
    self.body.append(self.starttag(node, 'div', CLASS='picture', role='img', **{'aria-label': node['words']}))


def setup(app):
    tags = {details: 'details', summary: 'summary'}
    for node, tag in tags.items():
        app.add_node(node, html=(lambda self, node: self.body.append(self.starttag(node, tags[type(node)])),
                                 lambda self, node: self.body.append(f'</{tags[type(node)]}>\n')))
    app.add_node(picture, html=(visit_picture, lambda self, node: self.body.append('</div>\n')))
    app.add_transform(Lessons)
    app.connect('source-read', read)
    app.connect('html-page-context', enlarged)
    app.connect('build-finished', prune)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
