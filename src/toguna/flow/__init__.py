"""The four steps: receive, verify, compute, release. The only room that joins the others; the commands too."""
