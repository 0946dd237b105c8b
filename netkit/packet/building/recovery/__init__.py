"""From packets that were taken apart to drafts."""
