// Finds the bundled twins and images beside the program.
