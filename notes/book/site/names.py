# names.py - what is where in the sources: definitions, regions, and the lessons that quote a region.
import re

from pages import MARK, REGION, from_top

TYPE = re.compile(r'^(?:static |extern |typedef )*((?:struct|enum|union) \w+)(?: \{|$)|^#define (\w+)[ (]')
FUNCTION = re.compile(r'^[a-z].*?[ *](\w+)\(')


def definitions(text):
    """(name, line, is it more than a prototype?, do other files see it?) for all that a C file defines."""
    lines = text.split('\n')
    for number, line in enumerate(lines, 1):
        if match := TYPE.match(line):
            yield match[1] or match[2], number, True, True
        elif match := FUNCTION.match(line):
            end = next((rest[-1] for rest in map(str.rstrip, lines[number - 1:]) if rest.endswith((';', '{', '}'))), ';')
            yield match[1], number, end != ';', not line.startswith('static ') and match[1] != 'main'


def index(app):
    """names[path][name] is (path, line) for what the file itself defines, names[''][name] for what all others see."""
    project = app.project
    project.names, project.regions, project.quotes = {'': {}}, {}, {}
    defined = set()  # a definition is better than a prototype, and the first is better than a later one
    for path in project.sources:
        text = project.text(path)
        own = project.names[path] = {}
        for name, line, whole, seen in definitions(text) if path.endswith(('.c', '.h')) else ():
            for table in [own] + [project.names['']] * seen:
                if name not in table or whole and (id(table), name) not in defined:
                    table[name] = path, line
                    defined |= {(id(table), name)} if whole else set()
        for number, line in enumerate(text.split('\n'), 1):
            if (mark := REGION.match(line)) and not mark['ends']:
                project.regions[path, mark['tag']] = number
    for page, path in project.path_of.items():
        for kind, words in MARK.findall(project.text(path)) if path.endswith('.md') else ():
            if kind == 'quote':
                source, _, tag = words.partition(' ')
                project.quotes.setdefault((from_top(path, source), tag.strip('[]')), []).append(page)


def place(project, path, name):
    """Where a name that the file `path` uses is defined: (path, line), or None."""
    return project.names[path].get(name) or project.names[''].get(name)


def setup(app):
    app.connect('builder-inited', index)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
