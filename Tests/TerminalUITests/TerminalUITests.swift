// TerminalUI tests.
import Testing
