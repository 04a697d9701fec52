// VisionModels tests.
import Testing
