"""`python -m crparse`: the command line without the installed script."""

from crparse.cli import main

if __name__ == "__main__":
    main()
