// Imaging tests.
import Testing
