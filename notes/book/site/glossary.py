# glossary.py - where a page first uses a term of notes/glossary.md, the term is a link, and shows its sentence.
import html
import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from links import uri

GLOSSARY = 'notes/glossary'
# A term is not a link where it is something else already, or where it would be in the way.
ELSEWHERE = (nodes.reference, nodes.literal, nodes.literal_block, nodes.title, nodes.FixedTextElement)


class term_use(nodes.inline):
    pass


def row_id(name):
    return 'term-' + re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')


def rows(text):
    """The glossary's table: (first column, last column) of each row."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip('| ').split('|')]
        if line.startswith('|') and len(cells) > 1 and cells[0] != 'term' and set(cells[0]) - set(':- '):
            yield cells[0], cells[-1]


def load(app):
    """{term in small letters: (first column, sentence)}, and what finds any of them in a text."""
    path = app.project.top / (GLOSSARY + '.md')
    app.project.terms = terms = {}
    for names, sentence in rows(path.read_text(encoding='utf-8')) if path.exists() else []:
        for name in re.sub(r' *\([^)]*\)', '', names).split(','):
            terms[name.strip().lower()] = names, sentence
    anyone = '|'.join(re.escape(name) for name in sorted(terms, key=len, reverse=True))
    app.project.any_term = re.compile(rf'(?<![\w/.-])({anyone})(?:s|es)?(?![\w/(-]|\.\w)', re.I) if terms else None


class FirstUses(SphinxPostTransform):
    default_priority = 100  # after links are links

    def run(self, **options):
        page, any_term = self.env.docname, self.app.project.any_term
        if page == GLOSSARY:
            for row in self.document.findall(nodes.row):
                row['ids'].append(row_id(row[0].astext()))
            return
        used = set()
        for text in list(self.document.findall(nodes.Text)) if any_term else []:
            above = text.parent
            while above and not isinstance(above, ELSEWHERE + (nodes.paragraph,)):
                above = above.parent
            if not isinstance(above, nodes.paragraph):
                continue
            pieces, end = [], 0
            for match in any_term.finditer(text):
                names, sentence = self.app.project.terms[match[1].lower()]
                if names not in used:
                    used.add(names)
                    refuri = uri(self.app.builder, page, GLOSSARY, row_id(names))
                    pieces += [nodes.Text(text[end:match.start()]),
                               term_use('', match[0], refuri=refuri, sentence=sentence, number=len(used))]
                    end = match.end()
            if pieces:
                text.parent.replace(text, pieces + [nodes.Text(text[end:])])


def visit(self, node):
    sentence = re.sub('`(.*?)`', r'<code>\1</code>', html.escape(node['sentence'], quote=False))
    self.body.append(f'<span class="term"><a href="{html.escape(node["refuri"])}" '
                     f'aria-describedby="term-{node["number"]}">{html.escape(node.astext())}</a>'
                     f'<span role="tooltip" id="term-{node["number"]}">{sentence}</span></span>')
    raise nodes.SkipNode


def setup(app):
    app.add_node(term_use, html=(visit, None))
    app.connect('builder-inited', load)
    app.add_post_transform(FirstUses)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
