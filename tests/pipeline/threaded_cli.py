"""The command line in a process with a second thread, of which no whole copy can be made: workers start anew."""

import threading

from pipeline.cli.app import main

if __name__ == "__main__":
    threading.Thread(target=threading.Event().wait, daemon=True).start()
    main()
