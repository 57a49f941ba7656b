"""What arrived from the field, exactly as it came: forms, records, versions, attachments, decisions."""
