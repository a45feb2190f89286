# theme.py - Furo as Debian has it: two of its files need others that are on no reader's machine, and one lacks rules.
import pathlib
import re


def also_in_a_dark_system(text):
    """Furo as Debian has it knows no readers whose system is dark, and who have chosen nothing in the book."""
    rules = re.findall(r'body\[data-theme="dark"\]([^{}]*\{[^}]*\})', text)
    return '\n'.join([text, '@media screen and (prefers-color-scheme: dark) {',
                      *('body:not([data-theme="light"])' + rule for rule in rules if '.theme-toggle' not in rule), '}'])


def complete(app, error):
    """A style sheet is imported from a server of Debian's, and a script is a module, which no page on a disk may load."""
    if error or app.builder.name != 'html':
        return
    static = pathlib.Path(app.outdir) / '_static'
    for path, other, folder in (('styles/furo.css', r'@import url\((/javascript/[^)]*)\);', pathlib.Path('/usr/share')),
                                ('scripts/furo.js', r'import Gumshoe from "./([^"]*)";', static / 'scripts')):
        file = static / path
        text = re.sub(other, lambda match: (folder / match[1].lstrip('/')).read_text(encoding='utf-8'),
                      file.read_text(encoding='utf-8'))
        file.write_text(text, encoding='utf-8')
    for file in (static / 'styles/furo.css', static / 'book.css'):
        file.write_text(also_in_a_dark_system(file.read_text(encoding='utf-8')), encoding='utf-8')


def levels(app, page, template, context, doctree):
    """Sphinx makes the sidebar's captions headings, of no level."""
    context['furo_navigation_tree'] = context.get('furo_navigation_tree', '').replace(
        'role="heading"', 'role="heading" aria-level="2"')


def setup(app):
    app.connect('html-page-context', levels, priority=900)
    app.connect('build-finished', complete, priority=100)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
