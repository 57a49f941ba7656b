"""Field formats in and out: forms for phones, submissions, workbooks, gazetteers. No database, no web, no network."""
