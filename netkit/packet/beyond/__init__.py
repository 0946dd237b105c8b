"""What netkit has no table for, taken apart by scapy when somebody asks for it; `bridge.py` alone imports scapy."""
