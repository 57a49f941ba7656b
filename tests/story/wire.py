"""What telephones put on the wire."""

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
    boundary = uuid.uuid4().hex
    parts = b"".join(
        (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
            f"Content-Type: {media_type}\r\n\r\n"
        ).encode()
        + content
        + b"\r\n"
        for name, media_type, content in (
            ("xml_submission_file", "text/xml", body),
            ("photo.jpg", "image/jpeg", photo),
        )
    )
    return f"multipart/form-data; boundary={boundary}", parts + f"--{boundary}--\r\n".encode()
