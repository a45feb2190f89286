# printed.py - all chapters and the code on one page, to be printed: print.html.
import html
import os
import re
from urllib.parse import unquote

ARTICLE = re.compile(r'<article role="main">(.*)</article>', re.S)
ATTRIBUTE = re.compile(r'\b(id|href|src|for|aria-describedby)="([^"]*)"')


def in_order(app):
    pages = ['index'] + [page for chapter in app.project.chapters.values() for page in chapter]
    return pages + [page for page in app.project.sources if page.startswith(app.project.rooms)]


def collect(app):
    """The pages are there already: each article, with ids of its own and links to the others' places here."""
    pages = in_order(app)
    place = {page: re.sub('[^a-z0-9]+', '-', page.lower()) for page in pages}

    def article(page):
        def attribute(match):
            name, value = match.groups()
            if name in ('id', 'for', 'aria-describedby'):
                return f'{name}="{place[page]}-{value}"'
            path, _, anchor = value.partition('#')
            to = os.path.normpath(os.path.join(os.path.dirname(page), unquote(path))) if path else page + '.html'
            if re.match('[a-z]+:', value):
                to = value
            elif to.endswith('.html') and to[:-5] in place:
                to = '#' + place[to[:-5]] + (f'-{anchor}' if anchor else '')
            elif anchor:
                to += '#' + anchor
            return f'{name}="{to}"'

        with open(app.builder.get_outfilename(page), encoding='utf-8') as file:
            found = ARTICLE.search(file.read())[1]
        found = ATTRIBUTE.sub(attribute, found).replace('<details', '<details open')
        return f'<section class="chapter" id="{place[page]}">{found}</section>'

    if app.builder.name == 'html':
        contents = ''.join(f'<li><a href="#{place[page]}">{html.escape(app.env.titles[page].astext())}</a></li>' for page in pages[1:])
        body = [article('index'), f'<section class="chapter"><h1>Contents</h1><ul class="all-pages">{contents}</ul></section>']
        body += [article(page) for page in pages[1:]]
        yield 'print', {'title': 'The whole book', 'body': '\n'.join(body), 'furo_hide_toc': True}, 'page.html'


def invite(app, page, template, context, doctree):
    if page == 'index':
        context['body'] += '<p class="to-print">All of it is also <a href="print.html">on one page</a>, to be printed.</p>'


def setup(app):
    app.connect('html-page-context', invite)
    app.connect('html-collect-pages', collect)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
