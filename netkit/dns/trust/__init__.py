"""The chain of trust: from an anchor over DS and DNSKEY to the signature of an answer, or to the proof that there is none."""
