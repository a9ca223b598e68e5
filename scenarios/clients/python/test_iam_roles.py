"""IAM's roles and policies, and sessions of roles that sign."""
import json

from cloche_process import ClocheTest

TRUST = {"Version": "2012-10-17",
         "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
READ = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}]}
BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"


class Roles(ClocheTest):
    def setUp(self):
        super().setUp()
        self.iam = self.client("iam")
        self.sts = self.client("sts")

    def add_role(self, name="Worker", **more):
        return self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST), **more)["Role"]

    def test_a_role_is_created_read_changed_and_deleted(self):
        created = self.add_role(Path="/team/", Description="does it", Tags=[{"Key": "a", "Value": "b"}], MaxSessionDuration=7200)
        self.assertRegex(created["RoleId"], "^AROA[A-Z2-7]{17}$")
        self.assertEqual(created["Arn"], f"arn:aws:iam::{self.account}:role/team/Worker")
        role = self.iam.get_role(RoleName="Worker")["Role"]
        self.assertEqual(role["AssumeRolePolicyDocument"], TRUST)  # botocore has decoded it
        self.assertEqual(role["RoleLastUsed"], {})
        self.iam.update_role(RoleName="Worker", Description="did it")
        self.assertEqual(self.iam.get_role(RoleName="Worker")["Role"]["Description"], "did it")
        self.iam.delete_role(RoleName="Worker")
        with self.assertRaises(self.iam.exceptions.NoSuchEntityException):
            self.iam.get_role(RoleName="Worker")
        self.assert_error("NoSuchEntity", lambda: self.iam.get_role(RoleName="Worker"),
                          "The role with name Worker cannot be found.", status=404)

    def test_roles_are_listed_in_pages(self):
        for i in range(5):
            self.add_role(f"role-{i}")
        pages = list(self.iam.get_paginator("list_roles").paginate(PaginationConfig={"PageSize": 2}))
        self.assertEqual([len(page["Roles"]) for page in pages], [2, 2, 1])

    def test_a_role_that_is_malformed_exists_or_is_in_use_is_refused(self):
        self.add_role()
        self.assert_error("EntityAlreadyExists", lambda: self.add_role("worker"), "Role with name worker already exists.", status=409)
        self.assert_error("MalformedPolicyDocument",
                          lambda: self.iam.create_role(RoleName="x", AssumeRolePolicyDocument=json.dumps(READ)),
                          "Has prohibited field Resource", status=400)
        self.assert_error("MalformedPolicyDocument", lambda: self.iam.create_role(RoleName="x", AssumeRolePolicyDocument="{"),
                          "This policy contains invalid Json", status=400)
        self.iam.attach_role_policy(RoleName="Worker", PolicyArn=BASIC)
        self.assert_error("DeleteConflict", lambda: self.iam.delete_role(RoleName="Worker"),
                          "Cannot delete entity, must detach all policies first.", status=409)

    def test_policies_of_a_role(self):
        self.add_role()
        self.iam.put_role_policy(RoleName="Worker", PolicyName="read", PolicyDocument=json.dumps(READ))
        self.assertEqual(self.iam.get_role_policy(RoleName="Worker", PolicyName="read")["PolicyDocument"], READ)
        self.assertEqual(self.iam.list_role_policies(RoleName="Worker")["PolicyNames"], ["read"])
        policy = self.iam.create_policy(PolicyName="Read", PolicyDocument=json.dumps(READ))["Policy"]
        self.iam.attach_role_policy(RoleName="Worker", PolicyArn=policy["Arn"])
        self.iam.attach_role_policy(RoleName="Worker", PolicyArn=BASIC)
        attached = self.iam.list_attached_role_policies(RoleName="Worker")["AttachedPolicies"]
        self.assertEqual([policy["PolicyName"] for policy in attached], ["Read", "AWSLambdaBasicExecutionRole"])
        version = self.iam.get_policy_version(PolicyArn=policy["Arn"], VersionId="v1")["PolicyVersion"]
        self.assertEqual(version["Document"], READ)
        self.assert_error("DeleteConflict", lambda: self.iam.delete_policy(PolicyArn=policy["Arn"]),
                          "Cannot delete a policy attached to entities.", status=409)

    def test_an_assumed_role_signs_as_its_session(self):
        role = self.add_role()
        answer = self.sts.assume_role(RoleArn=role["Arn"], RoleSessionName="me")
        key = answer["Credentials"]
        session = self.client("sts", key=key["AccessKeyId"], secret=key["SecretAccessKey"], token=key["SessionToken"])
        identity = session.get_caller_identity()
        self.assertEqual(identity["Arn"], f"arn:aws:sts::{self.account}:assumed-role/Worker/me")
        self.assertEqual(identity["UserId"], f"{role['RoleId']}:me")
        self.assertEqual(identity["Account"], self.account)
        self.assertEqual(answer["AssumedRoleUser"], {"AssumedRoleId": identity["UserId"], "Arn": identity["Arn"]})
        wrong = self.client("sts", key=key["AccessKeyId"], secret="x" * 40, token=key["SessionToken"])
        self.assert_error("SignatureDoesNotMatch", wrong.get_caller_identity, status=403)
        self.iam.delete_role(RoleName="Worker")
        self.assert_error("InvalidClientTokenId", session.get_caller_identity, status=403)

    def test_a_role_that_is_not_there_is_not_assumed(self):
        arn = f"arn:aws:iam::{self.account}:role/None"
        self.assert_error("AccessDenied", lambda: self.sts.assume_role(RoleArn=arn, RoleSessionName="me"),
                          f"User: arn:aws:iam::{self.account}:root is not authorized to perform: sts:AssumeRole on resource: {arn}",
                          status=403)
