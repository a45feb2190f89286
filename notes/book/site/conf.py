# conf.py - the book: how Sphinx makes pages of the notes and of the code. ("make book" calls it.)
import pathlib
import sys

sys.dont_write_bytecode = True  # what is built goes under build/
sys.path.insert(0, str(pathlib.Path(__file__).parent))

project = 'Five socket servers'
html_title = project
language = 'en'
extensions = ['myst_parser', 'sphinx_copybutton', 'pages', 'links', 'names', 'lessons', 'coloured', 'sources', 'glossary', 'printed', 'theme']

# Every other file that has a page is a source: sources.py.
source_suffix = {'.md': 'markdown', '': 'source'}
root_doc = 'index'
myst_heading_anchors = 3
highlight_language = 'none'
smartquotes = False  # -- is an option, and " is C

html_theme = 'furo'
html_favicon = 'icon.svg'
templates_path = ['.']
html_static_path = ['book.css', 'book.js']
html_css_files = ['book.css']
html_js_files = [('book.js', {'defer': 'defer'})]
# A single key is no command: it would surprise those who speak to their machine, or scroll with the arrows.
html_theme_options = {'navigation_with_keys': False, 'enable_search_shortcuts': False}
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_use_index = False
html_domain_indices = False
pygments_style = 'colours.Light'
pygments_dark_style = 'colours.Dark'

# What is copied has no prompt and no output.
copybutton_selector = 'div[class^=highlight-]:not(.highlight-none) pre'
copybutton_prompt_text = '$ '
copybutton_line_continuation_character = '\\'

# Translations: notes/labs/teacher.md says how.
locale_dirs = ['notes/book/locale']
gettext_compact = False
