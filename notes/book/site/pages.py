# pages.py - which files are pages, what they are called, and in which order they are read.
import os
import pathlib
import re

import sphinx.application
from docutils import nodes
from sphinx import addnodes
from sphinx.project import Project

# What has a page whether a note links to it or not: room by room, from the bottom to the top.
SOURCES = ['[0-9][0-9]-*/*.[hc]', 'common/socket/*.[hc]', 'common/service/*.[hc]', 'common/service/http/*.[hc]',
           'common/server/*.[hc]']
NO_LESSON = re.compile(r'/(about|test|\w+_test)\.c$')
# What a link leads to as it is.
COPIED = ('.svg', '.png', '.jpg', '.gif', '.html', '.css', '.js', '.csv', '.json', '.pdf', '.gz')

# <!-- quote: PATH TAG --> in a note, and the region of a source that it means: /* [TAG] */ ... /* [/TAG] */
MARK = re.compile(r'<!-- *(\w+): *(.*?) *-->', re.S)
REGION = re.compile(r'\s*/\* \[(?P<ends>/?)(?P<tag>[a-z0-9-]+)\] \*/\s*$')
# In the sidebar, where the title of the page would not say enough.
TITLES = {'README': "The project's README", 'bench/sample/report': 'A sample report'}

LINK = re.compile(r'\]\(([^)#\s]*)|(?:href|src)="([^"#]*)')


def from_top(path, url):
    """Where a relative link in the file `path` leads, from the top of the project."""
    return os.path.normpath(os.path.join(os.path.dirname(path), url)).replace(os.sep, '/')


def links_of(top, path):
    """The files and folders that a Markdown file links to, in its order."""
    for match in LINK.finditer((top / path).read_text(encoding='utf-8')):
        url = match[1] or match[2]
        if url and not re.match('[a-z]+:', url):
            yield from_top(path, url)


class Pages(Project):
    """The project as Sphinx sees it: a page for each file, named after it.

    The page of notes/02-fork.md is notes/02-fork, that of common/socket/client.h is common/socket/client.h."""

    def __init__(self, srcdir, source_suffix):
        super().__init__(srcdir, source_suffix)
        self.top = top = pathlib.Path(srcdir)
        self.path_of = {'index': 'notes/book/index.md'}

        def found(*patterns):
            return [path.relative_to(top).as_posix() for pattern in patterns for path in sorted(top.glob(pattern))]

        notes = [path for path in found('common/**/*.md', 'notes/**/*.md', '*.md', 'bench/*.md', 'bench/sample/*.md')
                 if not path.startswith('notes/book/') and not re.search('/(starter|solution|extra)/', path)]
        self.path_of.update((path[:-3], path) for path in notes)
        linked = [path for note in notes for path in links_of(top, note) if (top / path).is_file()]
        linked = [path for path in dict.fromkeys(linked) if not path.endswith(COPIED + ('.md',))]
        modules = [os.path.splitext(path)[0] for path in linked]

        def in_order(path):
            """The server of a stage first, then as the notes come to them; a header before its source."""
            module = os.path.splitext(path)[0]
            place = modules.index(module) if module in modules else len(modules)
            return not module.endswith('/server'), place, module, not path.endswith('.h')

        self.sources = []
        for pattern in SOURCES:
            paths = [path for path in found(pattern) if not NO_LESSON.search(path)]
            for folder in sorted({os.path.dirname(path) for path in paths}):
                self.sources += sorted((path for path in paths if os.path.dirname(path) == folder), key=in_order)
        self.sources += [path for path in linked if path not in self.sources]
        self.path_of.update((path, path) for path in self.sources)
        self.page_of = {path: page for page, path in self.path_of.items()}
        self.stages = found('[0-9][0-9]-*/server.c')
        # A stage's README is for whoever looks at the folder; in the book its lesson has all that and more.
        for readme in found('[0-9][0-9]-*/README.md'):
            lesson = 'notes/' + os.path.dirname(readme)
            if lesson in self.path_of:
                self.page_of[readme] = lesson
        self.chapters = self.order()
        self.rooms = tuple({os.path.dirname(path) + '/' for pattern in SOURCES for path in found(pattern)})

    def order(self):
        """The chapters with their captions, {caption: [page]}. (Below common/README is the rest of the code: add_contents.)"""
        contents = [path[:-3] for path in links_of(self.top, 'notes/README.md') if path[:-3] in self.path_of]
        contents = [page for page in dict.fromkeys(contents) if page.startswith('notes/')
                    and not page.startswith('notes/labs/') and page != 'notes/glossary']
        number = lambda page: (re.match(r'notes/(\d\d)-', page) or [0, ''])[1]
        for page in sorted(page for page in self.path_of if number(page) and page not in contents):
            after = [at for at, other in enumerate(contents) if '' < number(other) < number(page)]
            contents.insert(after[-1] + 1 if after else 0, page)
        labs = sorted(page for page in self.path_of if re.match(r'notes/labs/\d', page))
        chapters = {'The course': ['notes/README'] + contents,
                    'Labs': ['notes/labs/README', *labs, 'notes/labs/trial', 'notes/labs/teacher'],
                    'The code': [*(page for page in self.sources if re.match(r'\d\d-', page)), 'common/README'],
                    'Reference': ['notes/glossary', 'bench/sample/report', 'README']}
        listed = sum(chapters.values(), ['index', *self.sources])
        chapters['Reference'] += sorted(page for page in self.path_of if page not in listed)
        return {caption: [page for page in pages if page in self.path_of] for caption, pages in chapters.items()}

    def text(self, path):
        return (self.top / path).read_text(encoding='utf-8', errors='replace')

    def discover(self, exclude_paths=(), include_paths=()):
        self.docnames = set(self.path_of)
        return self.docnames

    def path2doc(self, filename):
        return self.page_of.get(os.path.relpath(os.path.join(self.srcdir, filename), self.srcdir))

    def doc2path(self, docname, basedir=True):
        path = self.path_of.get(docname, docname)
        return os.path.join(self.srcdir, path) if basedir else path


def toctree(doctree, page, pages, caption=None):
    tree = addnodes.toctree(parent=page, entries=[(TITLES.get(below), below) for below in pages], includefiles=pages, maxdepth=-1,
                            caption=caption, glob=False, hidden=True, numbered=0, titlesonly=True,
                            **({'rawcaption': caption} if caption else {}))
    tree.source, tree.line = doctree['source'], 1
    doctree[0] += nodes.compound('', tree, classes=['toctree-wrapper'])


def add_contents(app, doctree):
    """Sphinx makes the sidebar, and what comes next, of the toctrees in the pages."""
    page, chapters = app.env.docname, app.project.chapters
    if page == 'index':
        for caption, pages in chapters.items():
            toctree(doctree, page, pages, caption)
    elif page == 'common/README':
        toctree(doctree, page, [source for source in app.project.sources if source not in chapters['The code']])


def setup(app):
    # Sphinx has no setting for which file becomes which page.
    sphinx.application.Project = Pages
    app.connect('doctree-read', add_contents, priority=100)  # before Sphinx collects them
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
