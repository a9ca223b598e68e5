#pragma once
// What `sam package` does for AWS, done for a stack that runs beside its code: a local path in a template
// becomes the place itself: in the bucket `hot-reload`, with an absolute path as the key. Of a folder
// Lambda's fake takes it as it is (and watches it); of a zip file the deployment reads the bytes and sends
// them as ZipFile.
//
//   AWS::Serverless::Function CodeUri, AWS::Lambda::Function Code, AWS::Serverless::LayerVersion ContentUri,
//   AWS::Lambda::LayerVersion Content    → {"Bucket": "hot-reload", "Key": "/absolute/folder or file.zip"}
//   AWS::Serverless::Api and HttpApi DefinitionUri, AWS::ApiGateway::RestApi BodyS3Location  →
//   DefinitionBody, Body AWS::Serverless::StateMachine DefinitionUri                                 →
//   Definition
//
// Before the SAM transform, which refuses what it does not know as a path.
#include "emulator/deploy/template_source.h"

namespace cloche::deploy {

/// What to do about a local path that is not there: refuse it (TemplateError), or leave it for SAM to refuse.
enum class MissingPath { refuse, keep };

/// `source` with the local paths in it replaced; they are relative to the folder of `source.file()`. s3://
/// and https:// addresses, and intrinsic functions, stay.
Template package_local_code(const Template& source, MissingPath missing = MissingPath::refuse);

}  // namespace cloche::deploy
