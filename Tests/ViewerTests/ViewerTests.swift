// Viewer tests.
import Testing
