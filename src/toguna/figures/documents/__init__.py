"""From a file that anybody may send to its text: plain text, Markdown, HTML, Word and PDF.

Everything that arrives here is taken to be hostile. Nothing here knows what a figure is.
"""
