"""Addresses of the scripts' door, as ODK Central has them; what ends in .xml comes before what takes any name."""

from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from toguna.web.api import drafts, forms, projects, sessions, submission_files, submissions, tables
from toguna.web.api.door import resource
from toguna.web.api.missing import nothing_here

app_name = "api"

PROJECT = f"projects/{projects.PROJECT}"
FORM = f"{PROJECT}/forms/<str:form_id>"
SUBMISSION = f"{FORM}/submissions/<str:instance>"
VERSION = f"{SUBMISSION}/versions/<str:version>"

urlpatterns = [
    path("sessions", sessions.sessions, name="sessions"),
    path("sessions/<str:token>", resource(DELETE=sessions.end_session), name="session"),
    path("users/current", resource(GET=sessions.current_user), name="user"),
    path("projects", resource(GET=projects.projects), name="projects"),
    path(PROJECT, resource(GET=projects.project), name="project"),
    path(
        f"{PROJECT}/app-users",
        resource(GET=projects.app_users, POST=projects.create_app_user),
        name="app-users",
    ),
    path(f"{PROJECT}/app-users/<int:pk>", resource(DELETE=projects.remove_app_user), name="app-user"),
    path(f"{FORM}/assignments/<int:role>/<int:pk>", resource(POST=projects.assign), name="assignment"),
    path(f"{PROJECT}/forms", resource(GET=forms.forms, POST=forms.create_form), name="forms"),
    path(f"{FORM}.xml", resource(GET=forms.form_xml), name="form-xml"),
    path(f"{FORM}.xlsx", resource(GET=forms.form_workbook), name="form-workbook"),
    path(f"{FORM}.svc", resource(GET=tables.tables), name="tables"),
    path(f"{FORM}.svc/<path:table>", resource(GET=tables.table), name="table"),
    path(FORM, resource(GET=forms.form, PATCH=forms.change_form), name="form"),
    path(f"{FORM}/versions", resource(GET=forms.versions), name="versions"),
    path(f"{FORM}/versions/<str:version>.xml", resource(GET=forms.version_xml), name="version-xml"),
    path(f"{FORM}/versions/<str:version>", resource(GET=forms.version), name="version"),
    path(f"{FORM}/attachments", resource(GET=forms.form_files), name="form-files"),
    path(f"{FORM}/attachments/<str:name>", resource(GET=forms.form_file), name="form-file"),
    path(f"{FORM}/draft.xml", resource(GET=drafts.draft_xml), name="draft-xml"),
    path(
        f"{FORM}/draft",
        resource(GET=drafts.draft, POST=drafts.create_draft, DELETE=drafts.discard),
        name="draft",
    ),
    path(f"{FORM}/draft/publish", resource(POST=drafts.publish), name="draft-publish"),
    path(f"{FORM}/draft/attachments", resource(GET=drafts.draft_files), name="draft-files"),
    path(
        f"{FORM}/draft/attachments/<str:name>",
        resource(GET=drafts.draft_file, POST=drafts.give_draft_file),
        name="draft-file",
    ),
    path(f"{FORM}/submissions", resource(GET=submissions.submissions, POST=submissions.create), name="submissions"),
    path(f"{SUBMISSION}.xml", resource(GET=submissions.submission_as_sent), name="submission-xml"),
    path(
        SUBMISSION,
        resource(GET=submissions.submission, PUT=submissions.edit, PATCH=submissions.review),
        name="submission",
    ),
    path(f"{SUBMISSION}/comments", resource(GET=submissions.comments, POST=submissions.add), name="comments"),
    path(f"{SUBMISSION}/attachments", resource(GET=submission_files.files), name="submission-files"),
    path(
        f"{SUBMISSION}/attachments/<str:name>",
        resource(GET=submission_files.file, POST=submission_files.send),
        name="submission-file",
    ),
    path(f"{SUBMISSION}/versions", resource(GET=submissions.submission_versions), name="submission-versions"),
    path(f"{VERSION}.xml", resource(GET=submissions.version_as_sent), name="submission-version-xml"),
    path(VERSION, resource(GET=submissions.submission_version), name="submission-version"),
    path(f"{VERSION}/attachments", resource(GET=submission_files.version_files), name="version-files"),
    path(f"{VERSION}/attachments/<str:name>", resource(GET=submission_files.version_file), name="version-file"),
    re_path(r"^.*$", csrf_exempt(nothing_here), name="nothing-here"),
]
