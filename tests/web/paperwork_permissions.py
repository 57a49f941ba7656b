"""Who is answered what at the addresses of an indicator's paperwork: reference sheets, donors' codes, data quality.

The same table as in permissions, for the same visitors: nobody, admin, mel, coord, agent, dpo, donor, other. The
assessment is of the organisation's own data; an agent sees records and no values, so there is none for them.
"""

PAPERWORK = """
desk:reference-sheet         GET   302 200 200 200 403 200 200 200
desk:reference-sheet         POST  302 405 405 405 403 405 405 405
desk:reference-sheet-change  GET   302 403 200 403 403 403 403 403
desk:reference-sheet-change  POST  302 403 302 403 403 403 403 403
desk:reference-sheet-paper   GET   302 200 200 200 403 200 200 200
desk:reference-sheet-paper   POST  302 405 405 405 403 405 405 405
desk:reference-sheets        GET   302 200 200 200 403 200 200 200
desk:reference-sheets        POST  302 405 405 405 403 405 405 405
desk:codes                   GET   302 200 200 200 403 200 200 200
desk:codes                   POST  302 405 405 405 403 405 405 405
desk:codes-csv               GET   302 200 200 200 403 200 200 200
desk:codes-csv               POST  302 405 405 405 403 405 405 405
desk:codes-load              GET   302 403 200 403 403 403 403 403
desk:codes-load              POST  302 403 422 403 403 403 403 403
desk:codes-template          GET   302 403 200 403 403 403 403 403
desk:codes-template          POST  302 403 405 403 403 403 403 403
desk:code-new                GET   302 403 200 403 403 403 403 403
desk:code-new                POST  302 403 422 403 403 403 403 403
desk:code                    GET   302 200 200 200 403 200 200 200
desk:code                    POST  302 405 405 405 403 405 405 405
desk:code-change             GET   302 403 200 403 403 403 403 403
desk:code-change             POST  302 403 422 403 403 403 403 403
desk:code-verify             GET   302 403 405 403 403 403 403 403
desk:code-verify             POST  302 403 422 403 403 403 403 403
desk:code-doubt              GET   302 403 405 403 403 403 403 403
desk:code-doubt              POST  302 403 302 403 403 403 403 403
desk:code-link               GET   302 403 405 403 403 403 403 403
desk:code-link               POST  302 403 302 403 403 403 403 403
desk:quality                 GET   302 200 200 200 403 200 200 200
desk:quality                 POST  302 405 405 405 403 405 405 405
desk:quality-csv             GET   302 200 200 200 403 200 200 200
desk:quality-csv             POST  302 405 405 405 403 405 405 405
desk:quality-new             GET   302 403 200 403 403 403 403 403
desk:quality-new             POST  302 403 422 403 403 403 403 403
desk:assessment              GET   302 200 200 200 403 200 200 404
desk:assessment              POST  302 405 405 405 403 405 405 405
desk:assessment-describe     GET   302 403 405 403 403 403 403 403
desk:assessment-describe     POST  302 403 302 403 403 403 403 403
desk:assessment-checklist    GET   302 403 200 403 403 403 403 403
desk:assessment-checklist    POST  302 403 302 403 403 403 403 403
desk:assessment-draw         GET   302 403 405 403 403 403 403 403
desk:assessment-draw         POST  302 403 302 403 403 403 403 403
desk:assessment-list         GET   302 403 200 200 404 200 200 404
desk:assessment-list         POST  302 403 405 405 405 405 405 405
desk:assessment-recount      GET   302 403 200 403 403 403 403 403
desk:assessment-recount      POST  302 403 302 403 403 403 403 403
desk:assessment-action       GET   302 403 405 403 403 403 403 403
desk:assessment-action       POST  302 403 422 403 403 403 403 403
desk:assessment-action-done  GET   302 403 405 403 403 403 403 403
desk:assessment-action-done  POST  302 403 302 403 403 403 403 403
desk:assessment-forward      GET   302 403 405 403 403 403 403 403
desk:assessment-forward      POST  302 403 302 403 403 403 403 403
desk:assessment-backward     GET   302 403 405 403 403 403 403 403
desk:assessment-backward     POST  302 403 302 403 403 403 403 403
"""
