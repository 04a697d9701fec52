// Checkpoints tests.
import Testing
