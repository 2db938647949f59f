"""`python -m wireledger` is the command `wireledger`."""

from wireledger.cli import main

if __name__ == "__main__":
    main()
