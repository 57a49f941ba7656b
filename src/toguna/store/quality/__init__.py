"""Assessments of indicators' data: checklist, sheets recounted on paper, actions."""
