# colours.py - the colours of code, each with a contrast of at least 4.5 to 1 against what is behind it.
from pygments.style import Style
from pygments.token import Comment, Generic, Keyword, Literal, Name, Number, Operator, String, Token


def style(background, text, comment, keyword, kind, string, number, function, prompt):
    class Coloured(Style):
        background_color = background
        styles = {Token: text, Comment: comment, Comment.Preproc: keyword, Comment.PreprocFile: string,
                  Keyword: keyword, Keyword.Type: kind, Keyword.Constant: number, Operator.Word: keyword,
                  Name.Builtin: function, Name.Class: kind, Name.Function: function, Name.Variable: kind,
                  Name.Tag: keyword, Name.Attribute: kind, String: string, Literal: string, Number: number,
                  Generic.Prompt: prompt, Generic.Output: text, Generic.Inserted: string, Generic.Deleted: number,
                  Generic.Heading: function, Generic.Subheading: function}
    return Coloured


Light = style('#f6f7f9', '#1b1f24', '#596068', '#7b1fa2', '#0b5394', '#0a6640', '#963b00', '#1a4fb4', '#5a6472')
Dark = style('#1d2126', '#e3e6ea', '#a0a8b3', '#d5a6f0', '#86c5f4', '#8fd6a4', '#f0b27a', '#9dc0ff', '#a0a8b3')
