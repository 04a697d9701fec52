// EndToEnd tests.
import Testing
