// Session tests.
import Testing
