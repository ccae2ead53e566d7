"""The form machinery that intake and case share: fields as data, their editors, problems at the field, drafts."""
