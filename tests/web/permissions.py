"""Who is answered what at every address, written by hand so that it says what is meant.

Each line: the address's name, the method, and the status for each kind of visitor, in the order of VISITORS:

    nobody   nobody signed in (302: sent to sign in)
    admin    administrator                      mel      MEL officer of the lead
    coord    coordinator of the organisation    agent    agent of the organisation, who sent the record
    dpo      data-protection officer            donor    donor
    other    coordinator of another organisation

The objects are the organisation's own: a received record with a photo, its activity, its workbook, its telephone. What
belongs to somebody else's organisation is not there (404); what a role never does is refused (403); 405 is a method
that the address does not have; 409 and 422 are answers to somebody who may, about what was sent. One number alone is
everybody's. Of allauth's addresses, 302 sends on to sign in, to the password once more, or back to the desk.
"""

from tests.web.advocacy_permissions import ADVOCACY
from tests.web.commitment_permissions import COMMITMENTS
from tests.web.cycle_permissions import CYCLES
from tests.web.money_permissions import MONEY
from tests.web.network_permissions import NETWORKS
from tests.web.paperwork_permissions import PAPERWORK
from tests.web.public_permissions import PUBLIC
from tests.web.script_permissions import SCRIPTS
from tests.web.tracking_permissions import TRACKING

VISITORS = ("nobody", "admin", "mel", "coord", "agent", "dpo", "donor", "other")

TABLE = """
desk:work                GET   302 200 200 200 200 200 200 200
desk:work                POST  302 405 405 405 405 405 405 405
desk:account             GET   302 200 200 200 200 200 200 200
desk:account             POST  302 302 302 302 302 302 302 302

desk:records             GET   302 403 200 200 200 200 200 200
desk:records             POST  302 403 405 405 405 405 405 405
desk:records-csv         GET   302 403 200 200 200 200 200 200
desk:records-csv         POST  302 403 405 405 405 405 405 405
desk:decide-many         GET   302 403 405 405 405 405 405 405
desk:decide-many         POST  302 403 200 200 403 403 403 302
desk:record-new          GET   302 403 403 200 200 403 403 200
desk:record-new          POST  302 403 403 302 302 403 403 422
desk:sheet-photo         GET   302 403 403 404 404 403 403 404
desk:sheet-photo         POST  302 403 403 422 422 403 403 422
desk:known-names         GET   302 403 405 405 405 405 403 405
desk:known-names         POST  302 403 403 200 200 403 403 200
desk:sealed              GET   302 403 200 200 200 200 403 200
desk:sealed              POST  302 403 405 405 405 405 403 405
desk:sealed-open         GET   302 403 405 405 405 405 403 405
desk:sealed-open         POST  302 403 302 302 302 302 403 404
desk:record              GET   302 403 200 200 200 200 200 404
desk:record              POST  302 403 405 405 405 405 405 405
desk:record-decide       GET   302 403 405 405 405 405 405 405
desk:record-decide       POST  302 403 403 302 403 403 403 404
desk:record-settle       GET   302 403 405 405 405 405 405 405
desk:record-settle       POST  302 403 302 302 403 403 403 404
desk:record-match        GET   302 403 200 200 403 403 403 404
desk:record-match        POST  302 403 302 302 403 403 403 404
desk:record-correct      GET   302 403 403 200 403 403 403 404
desk:record-correct      POST  302 403 403 302 403 403 403 404
desk:record-answers      GET   302 403 403 302 403 403 403 404
desk:record-answers      POST  302 403 403 302 403 403 403 404
desk:record-comment      GET   302 403 405 405 405 405 405 405
desk:record-comment      POST  302 403 302 302 302 302 403 404
desk:forms-to-fill       GET   302 403 403 200 200 403 403 200
desk:forms-to-fill       POST  302 403 403 405 405 403 403 405
desk:form-fill           GET   302 403 403 200 200 403 403 200
desk:form-fill           POST  302 403 403 422 422 403 403 422
desk:exports             GET   302 403 200 200 200 200 200 200
desk:exports             POST  302 403 302 302 302 302 302 422
desk:job                 GET   302 404 404 404 200 404 404 404
desk:job                 POST  302 405 405 405 405 405 405 405
desk:job-cancel          GET   302 405 405 405 405 405 405 405
desk:job-cancel          POST  302 404 404 404 302 404 404 404
desk:job-file            GET   302 404 404 404 200 404 404 404
desk:job-file            POST  302 405 405 405 405 405 405 405
desk:original            GET   302 403 200 200 200 200 403 404
desk:original            POST  302 403 405 405 405 405 403 405
desk:attachment          GET   302 403 200 200 200 200 403 404
desk:attachment          POST  302 403 405 405 405 405 403 405

desk:deliveries          GET   302 403 403 200 200 403 403 200
desk:deliveries          POST  302 403 403 422 422 403 403 422
desk:workbook-template   GET   302 403 403 200 200 403 403 200
desk:workbook-template   POST  302 403 403 405 405 403 403 405
desk:delivery            GET   302 403 200 200 200 200 200 404
desk:delivery            POST  302 403 403 302 302 403 403 404
desk:form-template       GET   302 403 403 200 200 403 403 200
desk:form-template       POST  302 403 403 405 405 403 403 405
desk:delivery-look       GET   302 403 403 405 405 403 403 405
desk:delivery-look       POST  302 403 403 302 302 403 403 404
desk:delivery-stop       GET   302 403 405 405 405 405 405 405
desk:delivery-stop       POST  302 403 302 302 302 302 302 404
desk:delivery-take-back  GET   302 403 302 302 302 403 403 404
desk:delivery-take-back  POST  302 403 302 302 302 403 403 404
desk:delivery-csv        GET   302 403 200 200 200 200 200 404
desk:delivery-csv        POST  302 403 405 405 405 405 405 405
desk:delivery-marked     GET   302 403 200 200 200 200 403 404
desk:delivery-marked     POST  302 403 405 405 405 405 403 405
desk:delivery-file       GET   302 403 200 200 200 200 403 404
desk:delivery-file       POST  302 403 405 405 405 405 403 405

desk:owed                GET   302 403 200 200 200 200 200 200
desk:owed                POST  302 403 405 405 405 405 405 405
desk:owed-csv            GET   302 403 200 200 200 200 200 200
desk:owed-csv            POST  302 403 405 405 405 405 405 405
desk:owed-list           GET   302 403 200 200 200 200 200 200
desk:owed-list           POST  302 403 405 405 405 405 405 405
desk:owed-list-csv       GET   302 403 200 200 200 200 200 200
desk:owed-list-csv       POST  302 403 405 405 405 405 405 405
desk:expectations        GET   302 403 200 200 403 403 403 200
desk:expectations        POST  302 403 405 405 403 403 403 405
desk:expectation-new     GET   302 403 200 200 403 403 403 200
desk:expectation-new     POST  302 403 422 422 403 403 403 422
desk:expectation         GET   302 403 200 200 403 403 403 404
desk:expectation         POST  302 403 422 422 403 403 403 404
desk:expectation-end     GET   302 403 405 405 403 403 403 405
desk:expectation-end     POST  302 403 302 302 403 403 403 404
desk:activities          GET   302 403 200 200 200 200 200 200
desk:activities          POST  302 403 405 405 405 405 405 405
desk:activities-csv      GET   302 403 200 200 200 200 200 200
desk:activities-csv      POST  302 403 405 405 405 405 405 405
desk:activity-new        GET   302 403 200 200 403 403 403 200
desk:activity-new        POST  302 403 422 422 403 403 403 422
desk:activity            GET   302 403 200 200 200 200 200 404
desk:activity            POST  302 403 302 302 403 403 403 404
desk:activity-change     GET   302 403 200 200 403 403 403 404
desk:activity-change     POST  302 403 422 422 403 403 403 404
desk:paper               GET   302 403 200 200 200 403 403 404
desk:paper               POST  302 403 422 422 422 403 403 404
desk:paper-file          GET   302 403 404 404 404 403 403 404
desk:paper-file          POST  302 403 405 405 405 405 405 405

desk:indicators          GET   302 200 200 200 403 200 200 200
desk:indicators          POST  302 405 405 405 403 405 405 405
desk:indicator           GET   302 200 200 200 403 200 200 200
desk:indicator           POST  302 405 405 405 403 405 405 405
desk:indicator-csv       GET   302 200 200 200 403 200 200 200
desk:indicator-csv       POST  302 405 405 405 403 405 405 405
desk:compute             GET   302 403 405 403 403 403 403 403
desk:compute             POST  302 403 302 403 403 403 403 403
desk:computing           GET   302 200 200 200 403 200 200 200
desk:computing           POST  302 405 405 405 403 405 405 405
desk:facts               GET   302 403 200 200 200 200 200 200
desk:facts               POST  302 403 405 405 405 405 405 405
desk:facts-csv           GET   302 403 200 200 200 200 200 200
desk:facts-csv           POST  302 403 405 405 405 405 405 405
desk:periods             GET   302 200 200 200 403 200 200 200
desk:periods             POST  302 405 405 405 403 405 405 405
desk:period              GET   302 200 200 200 403 200 200 200
desk:period              POST  302 405 405 405 403 405 405 405
desk:period-close        GET   302 403 405 403 403 403 403 403
desk:period-close        POST  302 403 409 403 403 403 403 403
desk:period-reopen       GET   302 403 405 403 403 403 403 403
desk:period-reopen       POST  302 403 422 403 403 403 403 403
desk:period-chase        GET   302 403 405 403 403 403 403 403
desk:period-chase        POST  302 403 302 403 403 403 403 403
desk:period-approve      GET   302 403 405 403 403 403 403 403
desk:period-approve      POST  302 403 302 403 403 403 403 403
desk:approval-withdraw   GET   302 403 405 403 403 403 403 403
desk:approval-withdraw   POST  302 403 302 403 403 403 403 403
desk:restatement         GET   302 200 200 200 403 200 200 200
desk:restatement         POST  302 403 422 403 403 403 403 403
desk:editions            GET   302 200 200 200 403 200 200 200
desk:editions            POST  302 405 405 405 403 405 405 405
desk:next-edition        GET   302 200 200 200 403 200 200 200
desk:next-edition        POST  302 403 409 403 403 403 403 403
desk:replies              GET   302 403 200 403 403 403 403 403
desk:replies              POST  302 403 405 403 403 403 403 403
desk:reply-new            GET   302 403 200 403 403 403 403 403
desk:reply-new            POST  302 403 404 403 403 403 403 403
desk:reply-address-new    GET   302 403 200 403 403 403 403 403
desk:reply-address-new    POST  302 403 404 403 403 403 403 403
desk:reply-address-revoke GET   302 403 405 403 403 403 403 403
desk:reply-address-revoke POST  302 403 302 403 403 403 403 403
desk:reply                GET   302 403 200 403 403 403 403 403
desk:reply                POST  302 403 422 403 403 403 403 403
desk:withdrawals          GET   302 403 200 403 403 200 403 403
desk:withdrawals          POST  302 403 405 403 403 405 403 403
desk:withdrawal-new       GET   302 403 200 403 403 200 403 403
desk:withdrawal-new       POST  302 403 422 403 403 422 403 403
desk:withdrawal-back      GET   302 403 405 403 403 405 403 403
desk:withdrawal-back      POST  302 403 302 403 403 302 403 403
desk:framework           GET   302 200 200 200 403 200 200 200
desk:framework           POST  302 405 405 405 403 405 405 405
desk:framework-load      GET   302 403 200 403 403 403 403 403
desk:framework-load      POST  302 403 422 403 403 403 403 403
desk:iati-reading        GET   302 403 200 403 403 403 403 403
desk:iati-reading        POST  302 403 422 403 403 403 403 403
desk:framework-template  GET   302 403 200 403 403 403 403 403
desk:framework-template  POST  302 403 405 403 403 403 403 403
desk:programme           GET   302 200 200 200 403 200 200 200
desk:programme           POST  302 405 405 405 403 405 405 405
desk:statements          GET   302 200 200 200 403 200 200 200
desk:statements          POST  302 405 405 405 403 405 405 405
desk:statement           GET   302 403 200 403 403 403 403 403
desk:statement           POST  302 403 422 403 403 403 403 403
desk:programme-workbook  GET   302 200 200 200 403 200 200 200
desk:programme-workbook  POST  302 405 405 405 403 405 405 405

desk:forms               GET   302 403 200 403 403 403 403 403
desk:forms               POST  302 403 405 403 403 403 403 403
desk:form-new            GET   302 403 200 403 403 403 403 403
desk:form-new            POST  302 403 422 403 403 403 403 403
desk:form                GET   302 403 200 403 403 403 403 403
desk:form                POST  302 403 405 403 403 403 403 403
desk:form-xform          GET   302 403 200 403 403 403 403 403
desk:form-xform          POST  302 403 405 403 403 403 403 403
desk:form-workbook       GET   302 403 200 403 403 403 403 403
desk:form-workbook       POST  302 403 405 403 403 403 403 403
desk:form-state          GET   302 403 405 403 403 403 403 403
desk:form-state          POST  302 403 302 403 403 403 403 403
desk:form-publish        GET   302 403 405 403 403 403 403 403
desk:form-publish        POST  302 403 302 403 403 403 403 403
desk:form-discard        GET   302 403 405 403 403 403 403 403
desk:form-discard        POST  302 403 302 403 403 403 403 403
desk:form-file           GET   302 403 405 403 403 403 403 403
desk:form-file           POST  302 403 422 403 403 403 403 403

desk:people              GET   302 200 403 403 403 403 403 403
desk:people              POST  302 405 403 403 403 403 403 403
desk:person-new          GET   302 200 403 403 403 403 403 403
desk:person-new          POST  302 422 403 403 403 403 403 403
desk:person              GET   302 200 403 403 403 403 403 403
desk:person              POST  302 405 403 403 403 403 403 403
desk:person-role         GET   302 405 403 403 403 403 403 403
desk:person-role         POST  302 302 403 403 403 403 403 403
desk:person-active       GET   302 405 403 403 403 403 403 403
desk:person-active       POST  302 302 403 403 403 403 403 403
desk:person-password     GET   302 405 403 403 403 403 403 403
desk:person-password     POST  302 200 403 403 403 403 403 403
desk:device-new          GET   302 405 405 405 405 405 405 405
desk:device-new          POST  302 200 403 403 200 403 403 403
desk:script-new          GET   302 405 405 405 405 405 405 405
desk:script-new          POST  302 200 403 403 200 403 403 403
desk:device-revoke       GET   302 405 405 405 405 405 405 405
desk:device-revoke       POST  302 302 403 403 302 403 403 403
desk:servers             GET   302 403 200 403 403 403 403 403
desk:servers             POST  302 403 405 403 403 403 403 403
desk:server-pull         GET   302 403 405 403 403 403 403 403
desk:server-pull         POST  302 403 302 403 403 403 403 403
desk:journal             GET   302 200 200 403 403 200 403 403
desk:journal             POST  302 405 405 403 403 405 403 403
desk:journal-csv         GET   302 200 200 403 403 200 403 403
desk:journal-csv         POST  302 405 405 403 403 405 403 403

field:page               GET  302 403 403 200 200 403 403 200
field:page               POST 302 403 403 405 405 403 403 405
field:service-worker     GET  200 200 200 200 200 200 200 200
field:service-worker     POST 405 405 405 405 405 405 405 405
field:manifest           GET  200 200 200 200 200 200 200 200
field:manifest           POST 405 405 405 405 405 405 405 405
field:bundle             GET  404 404 404 404 404 404 404 404
field:bundle             POST 405 405 405 405 405 405 405 405
field:account            GET  401 403 403 200 200 403 403 200
field:account            POST 401 403 403 405 405 403 403 405
field:forms              GET  401 403 403 200 200 403 403 200
field:forms              POST 401 403 403 405 405 403 403 405
field:form               GET  401 403 403 200 200 403 403 200
field:form               POST 401 403 403 405 405 403 403 405
field:form-xml           GET  401 403 403 200 200 403 403 200
field:form-xml           POST 401 403 403 405 405 403 403 405
field:form-file          GET  401 403 403 200 200 403 403 200
field:form-file          POST 401 403 403 405 405 403 403 405
field:records            GET  401 403 403 200 200 403 403 200
field:records            POST 401 403 403 405 405 403 403 405
field:answers            GET  401 403 403 404 200 403 403 404
field:answers            POST 401 403 403 405 405 403 403 405
field:record-file        GET  401 403 403 404 200 403 403 404
field:record-file        POST 401 403 403 405 405 403 403 405
field:names              GET  401 403 403 405 405 403 403 405
field:names              POST 401 403 403 200 200 403 403 200
field:submission         GET  401 403 403 405 405 403 403 405
field:submission         POST 401 403 403 400 400 403 403 400

openrosa:form-list            GET  401 401 401 401 401 401 401 401
openrosa:form-list            POST 405 405 405 405 405 405 405 405
openrosa:form                 GET  401 401 401 401 401 401 401 401
openrosa:form                 POST 405 405 405 405 405 405 405 405
openrosa:manifest             GET  401 401 401 401 401 401 401 401
openrosa:manifest             POST 405 405 405 405 405 405 405 405
openrosa:media                GET  401 401 401 401 401 401 401 401
openrosa:media                POST 405 405 405 405 405 405 405 405
openrosa:submission           GET  405 405 405 405 405 405 405 405
openrosa:submission           POST 401 401 401 401 401 401 401 401
openrosa:form-list-by-token   GET  403 403 403 403 403 403 403 403
openrosa:form-list-by-token   POST 405 405 405 405 405 405 405 405
openrosa:form-by-token        GET  403 403 403 403 403 403 403 403
openrosa:form-by-token        POST 405 405 405 405 405 405 405 405
openrosa:manifest-by-token    GET  403 403 403 403 403 403 403 403
openrosa:manifest-by-token    POST 405 405 405 405 405 405 405 405
openrosa:media-by-token       GET  403 403 403 403 403 403 403 403
openrosa:media-by-token       POST 405 405 405 405 405 405 405 405
openrosa:submission-by-token  GET  405 405 405 405 405 405 405 405
openrosa:submission-by-token  POST 403 403 403 403 403 403 403 403
openrosa:nothing-here         GET  404 404 404 404 404 404 404 404
openrosa:nothing-here         POST 404 404 404 404 404 404 404 404

set_language         GET  302
set_language         POST 302

account_login                    GET   200 302 302 302 302 302 302 302
account_login                    POST  200 302 302 302 302 302 302 302
account_logout                   GET   302 200 200 200 200 200 200 200
account_logout                   POST  302
account_inactive                 GET   200
account_inactive                 POST  405
account_signup                   GET   200 302 302 302 302 302 302 302
account_signup                   POST  200 302 302 302 302 302 302 302
account_reauthenticate           GET   302 200 200 200 200 200 200 200
account_reauthenticate           POST  302 200 200 200 200 200 200 200
account_email                    GET   302
account_email                    POST  302
account_address                  GET   302
account_address                  POST  302
account_email_verification_sent  GET   200
account_email_verification_sent  POST  405
account_change_password          GET   302 200 200 200 200 200 200 200
account_change_password          POST  302 200 200 200 200 200 200 200
account_set_password             GET   302
account_set_password             POST  302
account_reset_password           GET   200
account_reset_password           POST  200
account_confirm_login_code       GET   302
account_confirm_login_code       POST  302
account_confirm_email            GET   200
account_confirm_email            POST  404
account_reset_password_from_key       GET   200
account_reset_password_from_key       POST  200
account_reset_password_from_key_done  GET   200
account_reset_password_from_key_done  POST  405
account_reset_password_done      GET   200
account_reset_password_done      POST  405
mfa_index                        GET   302 200 200 200 200 200 200 200
mfa_index                        POST  302 405 405 405 405 405 405 405
mfa_authenticate                 GET   302
mfa_authenticate                 POST  302
mfa_reauthenticate               GET   302
mfa_reauthenticate               POST  302
mfa_activate_totp                GET   302
mfa_activate_totp                POST  302
mfa_deactivate_totp              GET   302 404 404 404 404 404 404 404
mfa_deactivate_totp              POST  302 404 404 404 404 404 404 404
mfa_view_recovery_codes          GET   302 404 404 404 404 404 404 404
mfa_view_recovery_codes          POST  302 405 405 405 405 405 405 405
mfa_generate_recovery_codes      GET   302
mfa_generate_recovery_codes      POST  302
mfa_download_recovery_codes      GET   302 404 404 404 404 404 404 404
mfa_download_recovery_codes      POST  302 404 404 404 404 404 404 404
"""


def expected() -> dict[tuple[str, str], dict[str, int]]:
    """The table, by address and method."""
    answers = {}
    tables = TABLE + ADVOCACY + COMMITMENTS + CYCLES + MONEY + NETWORKS + PAPERWORK + PUBLIC + SCRIPTS + TRACKING
    for line in tables.strip().splitlines():
        if not line:
            continue
        name, method, *statuses = line.split()
        if len(statuses) == 1:
            statuses *= len(VISITORS)
        assert len(statuses) == len(VISITORS), line
        answers[name, method] = dict(zip(VISITORS, map(int, statuses), strict=True))
    return answers
