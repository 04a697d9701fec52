// Compute tests.
import Testing
