"""`python -m netkit`: the same as the command `netkit`."""

from netkit.cli.main import main

if __name__ == "__main__":
    main()
