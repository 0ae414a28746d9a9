"""Translation with engines that run on this machine: ``engine`` says what one is, ``argos`` and ``echo`` are two."""
