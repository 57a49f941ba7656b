"""Word documents and PDFs made for a test, as small as they can be."""

import io
import zipfile

import typst

WORD_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
COMPATIBLE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def word(body: str, declaration: str = "", **parts: str) -> bytes:
    """A .docx with this body."""
    document = f"{declaration}<w:document {WORD_SPACE} {COMPATIBLE}><w:body>{body}</w:body></w:document>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return target.getvalue()


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def cell(*paragraphs: str) -> str:
    return f"<w:tc>{''.join(paragraph(text) for text in paragraphs)}</w:tc>"


def pdf(source: str) -> bytes:
    """A PDF typeset from typst."""
    made = typst.compile(source.encode())
    assert isinstance(made, bytes)
    return made
