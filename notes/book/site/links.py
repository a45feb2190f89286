# links.py - links between notes and sources become links between pages; one that leads nowhere ends the build.
import html.parser
import os
import pathlib
import re
import shutil
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from pages import from_top

log = logging.getLogger(__name__)


def target(env, page, url):
    """Where a link of a page leads: (page, id), or ('', path) if it leads to a file that has no page; else None."""
    project = env.project
    link, _, anchor = unquote(url).partition('#')
    path = from_top(project.path_of[page], link) if link else project.path_of[page]
    if (project.top / path).is_dir():
        inside = [path + name for name in ('/README.md', '/server.c') if path + name in project.page_of]
        return (project.page_of[inside[0]], '') if inside else ('common/README', '') if not path.startswith('..') else None
    if path in project.page_of:
        to = project.page_of[path]
        if anchor and path.endswith('.md'):  # a heading: MyST has noted its name as GitHub makes it
            heading = env.get_domain('std').anonlabels.get(path + '#' + anchor)
            return to, heading[1] if heading else anchor
        return to, anchor
    return ('', path) if (project.top / path).is_file() else None


def uri(builder, page, to, anchor):
    return (builder.get_relative_uri(page, to) if to != page else '') + ('#' + anchor if anchor else '')


class Links(SphinxPostTransform):
    default_priority = 8  # before MyST's own

    def run(self, **options):
        for node in list(self.document.findall(addnodes.pending_xref)):
            if node['reftype'] == 'myst':
                refuri = self.refuri(node['reftarget'], node)
                node.replace_self(nodes.reference('', '', *node.children, internal=True, refuri=refuri or '#'))
        for node in list(self.document.findall(nodes.raw)):  # HTML in Markdown
            html = re.sub(r'\b(href|src)="(?!\w+:)([^"]+)"', lambda link: f'{link[1]}="{self.refuri(link[2], node)}"', node.astext())
            node.replace_self(nodes.raw('', html, format='html'))

    def refuri(self, url, node):
        page = self.env.docname
        to, anchor = target(self.env, page, url) or (None, None)
        if to:
            return uri(self.app.builder, page, to, anchor)
        if to is None:
            log.warning('the link to %s leads nowhere', url, location=node)
            return '#'
        copy(self.app, anchor)
        return os.path.relpath(anchor, os.path.dirname(page) or '.')


def copy(app, path):
    """A file that has no page, where the pages expect it; a page made elsewhere with its folder: style and script."""
    to = pathlib.Path(app.outdir) / path
    if path.endswith('.html'):
        shutil.copytree((app.project.top / path).parent, to.parent, dirs_exist_ok=True)
    else:
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(app.project.top / path, to)


class Page(html.parser.HTMLParser):
    """The ids of a page and the links on it."""

    def __init__(self, path):
        super().__init__()
        self.ids, self.links = set(), set()
        self.feed(path.read_text(encoding='utf-8'))

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == 'id':
                self.ids.add(value)
            elif name in ('href', 'src') and value and not re.match('(data|mailto):', value) and \
                    not (tag == 'a' and re.match('https?:', value)):  # a page itself needs no network
                self.links.add(unquote(value))


def check(app, error):
    """Looks at the pages as they lie there: whatever made a link, it leads to a file, and to an id in it."""
    if error or app.builder.name != 'html':
        return
    top = pathlib.Path(app.outdir)
    pages = {str(path.relative_to(top)): Page(path) for path in sorted(top.rglob('*.html'))}
    dead = []
    for name, page in pages.items():
        for link in sorted(page.links):
            path, _, anchor = link.partition('#')
            path = os.path.normpath(os.path.join(os.path.dirname(name), path.partition('?')[0])) if path else name
            if not (top / path).is_file() or (anchor and path in pages and anchor not in pages[path].ids):
                dead.append(f'{name}: {link} leads nowhere')
    if dead:
        raise ExtensionError('\n'.join(dead))


def setup(app):
    app.add_post_transform(Links)
    app.connect('build-finished', check, priority=900)  # after all that writes pages
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
