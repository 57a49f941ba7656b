"""Who is answered what at the addresses of advocacy; to be read as tests.web.permissions says."""

ADVOCACY = """
desk:advocacy              GET   302 403 200 200 200 200 200 200
desk:advocacy              POST  302 403 405 405 405 405 405 405
desk:advocacy-csv          GET   302 403 200 200 200 200 200 200
desk:advocacy-csv          POST  302 403 405 405 405 405 405 405
desk:initiative-new        GET   302 403 403 200 200 403 403 200
desk:initiative-new        POST  302 403 403 422 422 403 403 200
desk:initiative            GET   302 403 200 200 200 200 200 404
desk:initiative            POST  302 403 405 405 405 405 405 405
desk:initiative-change     GET   302 403 403 200 200 403 403 404
desk:initiative-change     POST  302 403 403 422 422 403 403 404
desk:initiative-part-new   GET   302 403 403 200 200 403 403 404
desk:initiative-part-new   POST  302 403 403 422 422 403 403 404
desk:initiative-part-drop  GET   302 403 403 405 405 403 403 405
desk:initiative-part-drop  POST  302 403 403 302 302 403 403 404
desk:initiative-state      GET   302 403 403 405 405 403 403 405
desk:initiative-state      POST  302 403 403 302 302 403 403 404
desk:initiative-hand-in    GET   302 403 403 405 405 403 403 405
desk:initiative-hand-in    POST  302 403 403 302 302 403 403 404
desk:initiative-promise    GET   302 403 403 405 405 403 403 405
desk:initiative-promise    POST  302 403 403 302 302 403 403 404
desk:forums                GET   302 403 200 200 200 200 200 200
desk:forums                POST  302 403 405 405 405 405 405 405
desk:forums-csv            GET   302 403 200 200 200 200 200 200
desk:forums-csv            POST  302 403 405 405 405 405 405 405
desk:policy-texts          GET   302 403 200 200 200 200 200 200
desk:policy-texts          POST  302 403 405 405 405 405 405 405
desk:policy-texts-csv      GET   302 403 200 200 200 200 200 200
desk:policy-texts-csv      POST  302 403 405 405 405 405 405 405
desk:policy-text-new       GET   302 403 403 200 200 403 403 200
desk:policy-text-new       POST  302 403 403 422 422 403 403 200
desk:policy-text           GET   302 403 200 200 200 200 200 404
desk:policy-text           POST  302 403 405 405 405 405 405 405
desk:policy-text-change    GET   302 403 403 200 200 403 403 404
desk:policy-text-change    POST  302 403 403 422 422 403 403 404
desk:policy-text-part-new  GET   302 403 403 200 200 403 403 404
desk:policy-text-part-new  POST  302 403 403 422 422 403 403 404
desk:policy-text-part-drop GET   302 403 403 405 405 403 403 405
desk:policy-text-part-drop POST  302 403 403 302 302 403 403 404
desk:policy-text-hand-in   GET   302 403 403 405 405 403 403 405
desk:policy-text-hand-in   POST  302 403 403 302 302 403 403 404
"""
