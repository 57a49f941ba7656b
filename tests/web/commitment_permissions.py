"""Who is answered what at the addresses of promises; to be read as tests.web.permissions says."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.flow.promises import DUE, promised
from tests.flow.sheets import Commune
from toguna.flow.commitments import declare_commitment, keep_evidence
from toguna.rules.commitments import Says, Side
from toguna.store.commitments.actions import Said, hand_out_address
from toguna.store.commitments.models import EvidenceFile

COMMITMENTS = """
desk:commitments                GET   302 403 200 200 200 200 200 200
desk:commitments                POST  302 403 405 405 405 405 405 405
desk:commitments-csv            GET   302 403 200 200 200 200 200 200
desk:commitments-csv            POST  302 403 405 405 405 405 405 405
desk:commitment-new             GET   302 403 403 200 200 403 403 200
desk:commitment-new             POST  302 403 403 422 422 403 403 422
desk:commitments-remind         GET   302 403 403 405 405 403 403 405
desk:commitments-remind         POST  302 403 403 302 302 403 403 302
desk:commitments-from-forum     GET   302 403 403 405 405 403 403 405
desk:commitments-from-forum     POST  302 403 403 302 302 403 403 404
desk:commitment-address-revoke  GET   302 403 403 405 405 403 403 405
desk:commitment-address-revoke  POST  302 403 403 302 302 403 403 404
desk:commitment-decide          GET   302 403 403 405 405 403 403 405
desk:commitment-decide          POST  302 403 403 302 302 403 403 404
desk:commitment-file            GET   302 403 200 200 200 200 403 404
desk:commitment-file            POST  302 403 405 405 405 405 403 405
desk:commitment                 GET   302 403 200 200 200 200 200 404
desk:commitment                 POST  302 403 405 405 405 405 405 405
desk:commitment-change          GET   302 403 403 200 200 403 403 404
desk:commitment-change          POST  302 403 403 422 422 403 403 404
desk:commitment-declare         GET   302 403 403 200 200 403 403 404
desk:commitment-declare         POST  302 403 403 422 422 403 403 404
desk:commitment-address         GET   302 403 403 200 200 403 403 404
desk:commitment-address         POST  302 403 403 422 422 403 403 404

public:place-commitments        GET   200
public:place-commitments        POST  405
public:commitment-answer        GET   404
public:commitment-answer        POST  404
"""
OF_ONE = ("", "-change", "-address")


def commitments_of(stage: Commune) -> dict[str, dict[str, Any]]:
    """A promise of the agent's organisation with a declaration, its file and an address: what its addresses ask."""
    made = promised(stage)
    files = keep_evidence([SimpleUploadedFile("pompe.png", b"\x89PNG\r\n\x1a\n" + b"0" * 40, "image/png")])
    said = Said(Side.PROMISER, Says.KEPT, DUE, "La maire", files=tuple(files))
    declaration = declare_commitment(by=stage.agent, commitment=made, said=said)
    ends = timezone.now() + timedelta(days=5)
    address, _token = hand_out_address(
        by=stage.agent, commitment=made, side=Side.RECEIVER, handed_to="Comité", expires_at=ends
    )
    one = {"pk": made.pk}
    arguments: dict[str, dict[str, Any]] = {f"desk:commitment{name}": one for name in OF_ONE}
    return arguments | {
        "desk:commitment-declare": {**one, "side": "receiver"},
        "desk:commitment-decide": {"pk": declaration.pk},
        "desk:commitment-address-revoke": {"pk": address.pk},
        "desk:commitment-file": {"pk": EvidenceFile.objects.get().pk},
        "desk:commitments-from-forum": {"pk": made.record_id},
        "public:place-commitments": {"pk": stage.place.pk},
        "public:commitment-answer": {"token": "no-such-token"},
    }
