"""What telephones put on the wire."""

import mimetypes
import uuid
from contextlib import closing
from http.client import HTTPConnection


def post_submission(port: int, token: str, body: bytes, photo: bytes) -> int:
    """Send one sheet with its photo; how it was answered. Raises OSError or HTTPException when the line drops."""
    content_type, parts = multipart(body, photo)
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as line:
        line.request(
            "POST",
            f"/openrosa/key/{token}/submission",
            parts,
            {"Content-Type": content_type, "X-OpenRosa-Version": "1.0"},
        )
        with line.getresponse() as answer:
            return answer.status


def multipart(body: bytes, photo: bytes) -> tuple[str, bytes]:
    """The content type and the body of a submission with one photo, as a phone writes them."""
    return parts_of({"xml_submission_file": body, "photo.jpg": photo})


def parts_of(files: dict[str, bytes]) -> tuple[str, bytes]:
    """The content type and the body of several files, each under its name."""
    boundary = uuid.uuid4().hex
    parts = b"".join(
        (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
            f"Content-Type: {mimetypes.guess_type(name)[0] or 'text/xml'}\r\n\r\n"
        ).encode()
        + content
        + b"\r\n"
        for name, content in files.items()
    )
    return f"multipart/form-data; boundary={boundary}", parts + f"--{boundary}--\r\n".encode()
