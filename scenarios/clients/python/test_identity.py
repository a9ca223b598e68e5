"""IAM's users and keys, STS, and signatures that are verified because their secret is known."""
import datetime
import urllib.error
import urllib.parse
import urllib.request

import botocore.auth
import botocore.awsrequest
import botocore.credentials

from cloche_process import ClocheTest

WRONG = "The request signature we calculated does not match the signature you provided."


class Identity(ClocheTest):
    def setUp(self):
        super().setUp()
        self.iam = self.client("iam")
        self.sts = self.client("sts")

    def make_key(self, name="Bob", **user):
        self.iam.create_user(UserName=name, **user)
        return self.iam.create_access_key(UserName=name)["AccessKey"]

    def signed(self, service, key, **options):
        return self.client(service, key=key["AccessKeyId"], secret=key["SecretAccessKey"], token=key.get("SessionToken"), **options)


class Users(Identity):
    def test_a_user_is_created_read_renamed_and_deleted(self):
        created = self.iam.create_user(UserName="Bob", Path="/team/", Tags=[{"Key": "a", "Value": "b"}])["User"]
        self.assertRegex(created["UserId"], "^AIDA[A-Z2-7]{17}$")
        self.assertEqual(created["Arn"], f"arn:aws:iam::{self.account}:user/team/Bob")
        self.assertEqual(created["Tags"], [{"Key": "a", "Value": "b"}])
        user = self.iam.get_user(UserName="Bob")["User"]
        self.assertEqual(user, created)
        self.iam.update_user(UserName="Bob", NewUserName="Robert", NewPath="/")
        self.assert_error("NoSuchEntity", lambda: self.iam.get_user(UserName="Bob"),
                          "The user with name Bob cannot be found.", status=404)
        self.assertEqual(self.iam.get_user(UserName="Robert")["User"]["UserId"], created["UserId"])
        self.iam.delete_user(UserName="Robert")
        with self.assertRaises(self.iam.exceptions.NoSuchEntityException):
            self.iam.delete_user(UserName="Robert")

    def test_users_are_listed_by_pages_and_path(self):
        for i in range(7):
            self.iam.create_user(UserName=f"user-{i}", Path="/even/" if i % 2 == 0 else "/odd/")
        paginator = self.iam.get_paginator("list_users")
        pages = list(paginator.paginate(PaginationConfig={"PageSize": 3}))
        self.assertEqual([len(page["Users"]) for page in pages], [3, 3, 1])
        self.assertEqual([page["IsTruncated"] for page in pages], [True, True, False])
        odd = paginator.paginate(PathPrefix="/odd/").build_full_result()["Users"]
        self.assertEqual([user["UserName"] for user in odd], ["user-1", "user-3", "user-5"])

    def test_tags_of_a_user_are_put_listed_and_taken_off(self):
        self.iam.create_user(UserName="Bob")
        self.iam.tag_user(UserName="Bob", Tags=[{"Key": "one", "Value": "1"}, {"Key": "two", "Value": ""}])
        self.iam.tag_user(UserName="Bob", Tags=[{"Key": "one", "Value": "uno"}])
        tags = self.iam.get_paginator("list_user_tags").paginate(UserName="Bob", PaginationConfig={"PageSize": 1})
        self.assertEqual(tags.build_full_result()["Tags"], [{"Key": "one", "Value": "uno"}, {"Key": "two", "Value": ""}])
        self.iam.untag_user(UserName="Bob", TagKeys=["one"])
        self.assertEqual(self.iam.get_user(UserName="Bob")["User"]["Tags"], [{"Key": "two", "Value": ""}])

    def test_a_user_that_exists_or_has_keys_is_in_the_way(self):
        key = self.make_key()
        self.assert_error("EntityAlreadyExists", lambda: self.iam.create_user(UserName="bob"),
                          "User with name bob already exists.", status=409)
        self.assert_error("DeleteConflict", lambda: self.iam.delete_user(UserName="Bob"),
                          "Cannot delete entity, must delete access keys first.", status=409)
        self.iam.delete_access_key(UserName="Bob", AccessKeyId=key["AccessKeyId"])
        self.iam.delete_user(UserName="Bob")

    def test_a_wrong_name_is_said_in_the_words_of_iam(self):
        self.assert_error("ValidationError", lambda: self.iam.create_user(UserName="a b"),
                          "The specified value for userName is invalid. It must contain only alphanumeric characters and/or the "
                          "following: +=,.@_-")
        self.assert_error("ValidationError", lambda: self.iam.create_user(UserName="x" * 65),
                          f"1 validation error detected: Value '{'x' * 65}' at 'userName' failed to satisfy constraint: Member must have "
                          "length less than or equal to 64")


class Keys(Identity):
    def test_keys_are_listed_switched_and_deleted(self):
        key = self.make_key()
        self.assertRegex(key["AccessKeyId"], "^AKIA[A-Z2-7]{16}$")
        self.assertEqual(len(key["SecretAccessKey"]), 40)
        second = self.iam.create_access_key(UserName="Bob")["AccessKey"]
        self.assert_error("LimitExceeded", lambda: self.iam.create_access_key(UserName="Bob"),
                          "Cannot exceed quota for AccessKeysPerUser: 2", status=409)
        self.iam.update_access_key(UserName="Bob", AccessKeyId=second["AccessKeyId"], Status="Inactive")
        listed = self.iam.get_paginator("list_access_keys").paginate(UserName="Bob").build_full_result()["AccessKeyMetadata"]
        self.assertEqual({entry["AccessKeyId"]: entry["Status"] for entry in listed},
                         {key["AccessKeyId"]: "Active", second["AccessKeyId"]: "Inactive"})
        self.iam.delete_access_key(UserName="Bob", AccessKeyId=second["AccessKeyId"])
        self.assert_error("NoSuchEntity", lambda: self.iam.delete_access_key(UserName="Bob", AccessKeyId=second["AccessKeyId"]),
                          f"The Access Key with id {second['AccessKeyId']} cannot be found.", status=404)

    def test_the_use_of_a_key_is_noted(self):
        key = self.make_key()
        unused = self.iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])
        self.assertEqual((unused["UserName"], unused["AccessKeyLastUsed"]), ("Bob", {"ServiceName": "N/A", "Region": "N/A"}))
        self.signed("dynamodb", key, region="eu-west-1").list_tables()
        used = self.iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])["AccessKeyLastUsed"]
        self.assertEqual((used["ServiceName"], used["Region"]), ("dynamodb", "eu-west-1"))
        self.assertIsInstance(used["LastUsedDate"], datetime.datetime)

    def test_a_key_signs_for_its_user(self):
        key = self.make_key(Path="/team/")
        identity = self.signed("sts", key).get_caller_identity()
        self.assertEqual(identity["Arn"], f"arn:aws:iam::{self.account}:user/team/Bob")
        self.assertEqual(identity["Account"], self.account)
        self.assertEqual(identity["UserId"], self.iam.get_user(UserName="Bob")["User"]["UserId"])
        self.assertEqual(self.signed("iam", key).get_user()["User"]["UserName"], "Bob")
        self.assertEqual(self.signed("iam", key).list_access_keys()["AccessKeyMetadata"][0]["AccessKeyId"], key["AccessKeyId"])

    def test_a_wrong_secret_is_refused_in_each_protocol(self):
        key = {**self.make_key(), "SecretAccessKey": "wrong"}
        for service, call, code, status in (("dynamodb", "list_tables", "InvalidSignatureException", 400),
                                            ("sts", "get_caller_identity", "SignatureDoesNotMatch", 403),
                                            ("lambda", "list_functions", "InvalidSignatureException", 403),
                                            ("s3", "list_buckets", "SignatureDoesNotMatch", 403)):
            with self.subTest(service):
                error = self.assert_error(code, getattr(self.signed(service, key), call), status=status)["Error"]["Message"]
                self.assertTrue(error.startswith(WRONG), error)

    def test_a_right_secret_passes_in_each_protocol(self):
        key = self.make_key()
        self.signed("dynamodb", key).list_tables()
        self.signed("sts", key).get_caller_identity()
        for service, call in (("lambda", "list_functions"), ("s3", "list_buckets"), ("sqs", "list_queues"), ("cloudwatch", "list_metrics")):
            with self.subTest(service):
                # Whatever the answer is, it is not the signature that is wrong.
                try:
                    getattr(self.signed(service, key), call)()
                except self.iam.exceptions.ClientError as error:
                    self.assertEqual(error.response["Error"]["Code"], "NotEmulated")

    def test_paths_and_queries_are_signed_as_botocore_signs_them(self):
        key = self.make_key()
        s3 = self.signed("s3", key, s3={"addressing_style": "path"})
        function = self.signed("lambda", key)
        for call in (lambda: s3.get_object(Bucket="bucket", Key="a b/ü+=&?/%41//./c"),
                     lambda: s3.put_object(Bucket="bucket", Key="k", Body=b"body", Metadata={"a": "b  c"}),
                     lambda: s3.list_objects_v2(Bucket="bucket", Prefix="a b+/", Delimiter="/"),
                     lambda: function.get_function(FunctionName="arn:aws:lambda:us-east-1:000000000000:function:f", Qualifier="$LATEST"),
                     lambda: function.list_tags(Resource="arn:aws:lambda:us-east-1:000000000000:function:f g")):
            # Whatever the answer is, it is not the signature that is wrong.
            try:
                call()
            except self.iam.exceptions.ClientError as error:
                self.assertIn(error.response["Error"]["Code"], ("AccessDeniedException", "NotEmulated", "ValidationException"), error)

    def test_an_inactive_and_a_deleted_key_are_refused(self):
        key = self.make_key()
        self.iam.update_access_key(UserName="Bob", AccessKeyId=key["AccessKeyId"], Status="Inactive")
        invalid = "The security token included in the request is invalid."
        self.assert_error("UnrecognizedClientException", self.signed("dynamodb", key).list_tables, invalid)
        self.assert_error("InvalidClientTokenId", self.signed("sts", key).get_caller_identity, invalid, status=403)
        self.iam.update_access_key(UserName="Bob", AccessKeyId=key["AccessKeyId"], Status="Active")
        self.signed("dynamodb", key).list_tables()
        self.iam.delete_access_key(UserName="Bob", AccessKeyId=key["AccessKeyId"])
        self.assert_error("UnrecognizedClientException", self.signed("dynamodb", key).list_tables, invalid)

    def test_a_key_is_of_its_account_and_no_other(self):
        key = self.make_key()
        self.assertEqual(self.client("sts", key="test").get_access_key_info(AccessKeyId=key["AccessKeyId"])["Account"], self.account)
        self.client("dynamodb", key="test").list_tables()
        self.assertEqual(self.client("sts", key="test").get_caller_identity()["Account"], "000000000000")
        self.assertEqual(self.client("sts").get_caller_identity()["Arn"], f"arn:aws:iam::{self.account}:root")

    def test_a_fork_verifies_the_keys_that_came_along(self):
        key = self.make_key()
        endpoint = self.admin("POST", "fork")["endpoint"]
        self.assertEqual(self.signed("sts", key, endpoint=endpoint).get_caller_identity()["Arn"],
                         f"arn:aws:iam::{self.account}:user/Bob")
        wrong = {**key, "SecretAccessKey": "wrong"}
        self.assert_error("SignatureDoesNotMatch", self.signed("sts", wrong, endpoint=endpoint).get_caller_identity, status=403)

    def test_a_signature_of_yesterday_has_expired(self):
        key = self.make_key()
        credentials = botocore.credentials.Credentials(key["AccessKeyId"], key["SecretAccessKey"])
        request = botocore.awsrequest.AWSRequest("POST", self.cloche.endpoint + "/", data=b"{}", headers={
            "X-Amz-Target": "DynamoDB_20120810.ListTables", "Content-Type": "application/x-amz-json-1.0"})
        botocore.auth.SigV4Auth(credentials, "dynamodb", "us-east-1").add_auth(request)
        request.headers.replace_header("X-Amz-Date", "20200101T000000Z")
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(urllib.request.Request(request.url, data=b"{}", method="POST", headers=dict(request.headers)), timeout=10)
        self.assertIn(b"Signature expired: 20200101T000000Z is now earlier than", caught.exception.read())
        caught.exception.close()

    def test_a_frozen_clock_does_not_make_signatures_expire(self):
        key = self.make_key()
        self.admin("POST", "clock", {"freeze": True})
        self.admin("POST", "clock", {"set": "2031-01-01T00:00:00Z"})
        self.signed("dynamodb", key).list_tables()


class Sessions(Identity):
    def test_a_session_signs_for_its_user_until_it_ends(self):
        key = self.make_key()
        self.admin("POST", "clock", {"freeze": True})
        session = self.signed("sts", key).get_session_token(DurationSeconds=900)["Credentials"]
        self.assertRegex(session["AccessKeyId"], "^ASIA[A-Z2-7]{16}$")
        sts = self.signed("sts", session)
        self.assertEqual(sts.get_caller_identity()["Arn"], f"arn:aws:iam::{self.account}:user/Bob")
        self.assert_error("AccessDenied", sts.get_session_token, "Cannot call GetSessionToken with session credentials", status=403)
        self.admin("POST", "clock", {"advance": "899s"})
        sts.get_caller_identity()
        self.admin("POST", "clock", {"advance": "1s"})
        self.assert_error("ExpiredToken", sts.get_caller_identity, "The security token included in the request is expired", status=403)
        self.assert_error("ExpiredTokenException", self.signed("dynamodb", session).list_tables,
                          "The security token included in the request is expired")

    def test_a_session_needs_its_token(self):
        session = self.sts.get_session_token()["Credentials"]
        self.assertEqual(self.signed("sts", session).get_caller_identity()["Arn"], f"arn:aws:iam::{self.account}:root")
        for token in ("wrong", None):
            self.assert_error("InvalidClientTokenId", self.signed("sts", {**session, "SessionToken": token}).get_caller_identity,
                              status=403)

    def test_roots_session_is_for_an_hour_at_most(self):
        self.admin("POST", "clock", {"freeze": True})
        self.admin("POST", "clock", {"set": "2026-01-05T09:00:00Z"})
        session = self.sts.get_session_token(DurationSeconds=7200)["Credentials"]
        self.assertEqual(session["Expiration"].timestamp(), 1767607200)

    def test_a_duration_out_of_range_is_refused(self):
        self.sts = self.client("sts", parameter_validation=False)
        self.assert_error("ValidationError", lambda: self.sts.get_session_token(DurationSeconds=1),
                          "1 validation error detected: Value '1' at 'durationSeconds' failed to satisfy constraint: Member must have value "
                          "greater than or equal to 900")

    def test_a_presigned_call_is_verified(self):
        key = self.make_key()
        url = self.signed("sts", key).generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
        with urllib.request.urlopen(url, timeout=10) as response:
            self.assertIn(b"user/Bob", response.read())
        parts = urllib.parse.urlsplit(url)
        self.assertIn("X-Amz-Signature", parts.query)
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(url + "0", timeout=10)
        self.assertEqual(caught.exception.code, 403)
        self.assertIn(b"<Code>SignatureDoesNotMatch</Code>", caught.exception.read())
        caught.exception.close()
