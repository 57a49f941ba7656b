"""Who is answered what at the public addresses: everybody the same.

Part of the table in `permissions.py`, in the same shape.
"""

PUBLIC = """
public:home          GET  200
public:home          POST 405
public:reading       GET  200
public:reading       POST 405
public:search        GET  200
public:search        POST 405
public:check-figures GET  200
public:check-figures POST 422
public:figures-report.css GET  200
public:figures-report.css POST 405
public:figures-report.js  GET  200
public:figures-report.js  POST 405
public:programme     GET  200
public:programme     POST 405
public:activities    GET  200
public:activities    POST 405
public:result        GET  200
public:result        POST 405
public:year          GET  200
public:year          POST 405
public:indicator     GET  200
public:indicator     POST 405
public:places        GET  200
public:places        POST 405
public:place         GET  200
public:place         POST 405
public:organisation  GET  200
public:organisation  POST 405
public:editions      GET  200
public:editions      POST 405
public:edition       GET  200
public:edition       POST 405
public:tracking      GET  200
public:tracking      POST 405
public:replies       GET  200
public:replies       POST 405
public:reply         GET  404
public:reply         POST 404
public:iati          GET  200
public:iati          POST 405
public:edition_file  GET  200
public:edition_file  POST 405
"""
