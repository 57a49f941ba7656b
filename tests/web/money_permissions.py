"""Who is answered what at the addresses of money and organisations; to be read as tests.web.permissions says."""

MONEY = """
desk:budgets             GET   302 200 200 200 403 403 200 200
desk:budgets             POST  302 405 405 405 403 403 405 405
desk:programme-budgets   GET   302 200 200 200 403 403 200 404
desk:programme-budgets   POST  302 405 405 405 403 403 405 405
desk:sub-awards-csv      GET   302 200 200 200 403 403 403 404
desk:sub-awards-csv      POST  302 405 405 405 403 403 403 405
desk:sub-award-new       GET   302 200 200 403 403 403 403 403
desk:sub-award-new       POST  302 422 422 403 403 403 403 403
desk:sub-award           GET   302 200 200 200 403 403 403 404
desk:sub-award           POST  302 405 405 405 403 403 403 405
desk:sub-award-change    GET   302 200 200 403 403 403 403 403
desk:sub-award-change    POST  302 422 422 403 403 403 403 403
desk:sub-award-state     GET   302 405 405 403 403 403 403 403
desk:sub-award-state     POST  302 422 422 403 403 403 403 403
desk:tranche-new         GET   302 200 200 403 403 403 403 403
desk:tranche-new         POST  302 422 422 403 403 403 403 403
desk:tranche             GET   302 200 200 403 403 403 403 403
desk:tranche             POST  302 422 422 403 403 403 403 403
desk:tranche-pay         GET   302 200 200 403 403 403 403 403
desk:tranche-pay         POST  302 422 422 403 403 403 403 403
desk:acquittal-new       GET   302 200 200 403 403 403 403 403
desk:acquittal-new       POST  302 422 422 403 403 403 403 403
desk:acquittal           GET   302 405 405 403 403 403 403 403
desk:acquittal           POST  302 422 422 403 403 403 403 403
desk:year-budget-new     GET   302 200 200 403 403 403 403 403
desk:year-budget-new     POST  302 422 422 403 403 403 403 403
desk:year-budget         GET   302 200 200 403 403 403 403 403
desk:year-budget         POST  302 422 422 403 403 403 403 403
desk:transactions        GET   302 200 200 403 403 403 403 403
desk:transactions        POST  302 405 405 403 403 403 403 403
desk:transactions-csv    GET   302 200 200 403 403 403 403 403
desk:transactions-csv    POST  302 405 405 403 403 403 403 403
desk:transaction-new     GET   302 200 200 403 403 403 403 403
desk:transaction-new     POST  302 422 422 403 403 403 403 403
desk:transaction         GET   302 200 200 403 403 403 403 403
desk:transaction         POST  302 422 422 403 403 403 403 403
desk:classification      GET   302 403 200 403 403 403 403 403
desk:classification      POST  302 403 302 403 403 403 403 403
desk:organisations       GET   302 200 200 200 403 200 200 200
desk:organisations       POST  302 405 405 405 403 405 405 405
desk:organisations-csv   GET   302 200 200 200 403 200 200 200
desk:organisations-csv   POST  302 405 405 405 403 405 405 405
desk:organisation        GET   302 403 200 403 403 403 403 403
desk:organisation        POST  302 403 422 403 403 403 403 403
"""
