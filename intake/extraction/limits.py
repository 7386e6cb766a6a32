"""How much a document may ask of the reader, and how the process that reads holds itself to it."""

import resource

MEGABYTE = 1024 * 1024
LARGEST_FILE = 50 * MEGABYTE
LARGEST_UNPACKED = 150 * MEGABYTE  # all members of a zip file together
HIGHEST_RATIO = 200  # unpacked : packed, of one member larger than a megabyte
MOST_MEMBERS = 5_000  # of a zip file
MOST_PAGES = 1_000
LONGEST_TEXT = 5_000_000  # characters; a body longer than that is refused everywhere
DEEPEST = 200  # elements within elements

MEMORY = 512 * MEGABYTE  # address space of the reading process
CPU_SECONDS = 30  # for one document
WALL_SECONDS = 120  # for one document


def confine(open_files: int) -> None:
    """Hold this process to its limits: no file can be written, and nothing be opened, no socket either.

    `open_files` is the number of descriptors that it holds already; all modules must have been imported.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (open_files, open_files))


def allow_cpu(seconds: int) -> None:
    """Let this process compute for so many seconds from now; then the system ends it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    until = int(usage.ru_utime + usage.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
