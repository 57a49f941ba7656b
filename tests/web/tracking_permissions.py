"""Who is answered what at the addresses of the tracking table, the quarterly pack and donors' workbooks.

Part of the table in `permissions.py`, in the same shape.
"""

TRACKING = """
desk:tracking            GET   302 200 200 200 403 200 200 200
desk:tracking            POST  302 405 405 405 403 405 405 405
desk:tracking-explain    GET   302 403 405 403 403 403 403 403
desk:tracking-explain    POST  302 403 302 403 403 403 403 403
desk:tracking-file       GET   302 200 200 200 403 200 200 200
desk:tracking-file       POST  302 405 405 405 403 405 405 405
desk:pack                GET   302 200 200 200 403 200 200 200
desk:pack                POST  302 405 405 405 403 405 405 405
desk:pack-file           GET   302 404 404 404 403 404 404 404
desk:pack-file           POST  302 405 405 405 403 405 405 405
desk:narratives          GET   302 403 200 403 403 403 403 403
desk:narratives          POST  302 403 302 403 403 403 403 403
desk:donor-workbooks     GET   302 403 200 403 403 403 403 403
desk:donor-workbooks     POST  302 403 422 403 403 403 403 403
desk:donor-workbook      GET   302 403 200 403 403 403 403 403
desk:donor-workbook      POST  302 403 302 403 403 403 403 403
desk:donor-filling       GET   302 403 200 403 403 403 403 403
desk:donor-filling       POST  302 403 405 403 403 403 403 403
desk:donor-filled        GET   302 403 200 403 403 403 403 403
desk:donor-filled        POST  302 403 405 403 403 403 403 403
desk:donor-remove        GET   302 403 405 403 403 403 403 403
desk:donor-remove        POST  302 403 302 403 403 403 403 403
"""
