using ImprovementBoard.Web.Access;
using Microsoft.AspNetCore.WebUtilities;

namespace ImprovementBoard.Web;

/// <summary>Every address of the portal is built here.</summary>
public static class Urls
{
    public const string SignIn = "/sign-in", SignOut = "/account/sign-out", Programmes = "/programmes", Error = "/error", Verify = "/verify", VerifyFile = "/verify/file";

    public const string SignInCode = "/sign-in/code", ForgottenPassword = "/forgotten-password", Account = "/account", ChangePassword = "/account/password", Authenticator = "/account/authenticator", RemoveAuthenticator = "/account/authenticator/remove", RecoveryCodes = "/account/recovery-codes", SecondFactor = "/account/second-factor", EndSession = "/account/end-session", StaySignedIn = "/account/stay";

    public const string Passkeys = "/account/passkeys", NewPasskeyAsk = "/account/passkeys/ask", SignInPasskey = "/sign-in/passkey", SignInPasskeyAsk = "/sign-in/passkey/ask";

    /// <summary>Signing in with the council account: where it is asked for, where its provider answers, and where one is signed out of it too.</summary>
    public const string CouncilAnswer = "/sign-in/council", CouncilStart = "/sign-in/council/start", CouncilSignOut = "/sign-in/council/out";

    /// <summary>The council account that opens one’s account, and where it is proved before it is connected.</summary>
    public const string Council = "/account/council", CouncilConnect = "/account/council/connect";

    public static string RemovePasskey(string key) => $"{Passkeys}/{key}/remove";

    /// <summary>Where a link to set a new password begins; the secret follows.</summary>
    public const string NewPassword = "/new-password/";

    public static string VerifyHash(string sha256) => With(Verify, ("file", sha256));

    public static string VerifyFault(string fault) => With(Verify, ("fault", fault));

    public static string Programme(string slug) => $"/programmes/{slug}";

    /// <summary>The dashboard as at a past date.</summary>
    public static string ProgrammeAsAt(string slug, DateOnly day) => Programme(new ProgrammeAddress(slug, day).ToString());

    public static string Recommendations(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/recommendations", query);

    public static string Recommendation(string slug, string reference) => $"/programmes/{slug}/recommendations/{reference}";

    public static string Visits(string slug) => $"/programmes/{slug}/visits";

    public static string Visit(string slug, string reference) => $"/programmes/{slug}/visits/{reference}";

    public static string VisitMatrix(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/visits/matrix", query);

    public static string AddVisit(string slug) => $"/programmes/{slug}/visits/add";

    public static string CorrectVisit(string slug, string visit) => $"/programmes/{slug}/visits/{visit}/correct";

    public static string CorrectFinding(string slug, string visit, int id) => $"/programmes/{slug}/visits/{visit}/findings/{id}/correct";

    public static string AddFindings(string slug, string visit) => $"/programmes/{slug}/visits/{visit}/findings/add";

    public static string Finding(string slug, string visit, int id) => $"/programmes/{slug}/visits/{visit}/findings/{id}";

    /// <summary>The finding's place among the others of its visit.</summary>
    public static string FindingPlace(string slug, string visit, int id) => $"/programmes/{slug}/visits/{visit}#finding-{id}";

    public static string Actions(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/actions", query);

    public static string Action(string slug, string reference) => $"/programmes/{slug}/actions/{reference}";

    public static string UpdateAction(string slug, string reference) => $"/programmes/{slug}/actions/{reference}/update";

    public static string UpdateDraft(string slug, string reference) => $"/programmes/{slug}/actions/{reference}/draft";

    public static string HandOver(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/hand-over", query);

    public static string Attention(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/attention", query);

    public static string MyUpdates(string slug) => $"/programmes/{slug}/my-updates";

    public static string EvidenceList(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/evidence", query);

    public static string Evidence(string slug, string id) => $"/programmes/{slug}/evidence/{id}";

    public static string EvidenceVersion(string slug, int id, int number) => $"/programmes/{slug}/evidence/{id}/versions/{number}";

    public static string AddEvidenceVersion(string slug, int id) => $"/programmes/{slug}/evidence/{id}/add-version";

    public static string AddEvidenceToAction(string slug, string reference) => $"/programmes/{slug}/actions/{reference}/evidence/add";

    public static string AddEvidenceToRecommendation(string slug, string reference) => $"/programmes/{slug}/recommendations/{reference}/evidence/add";

    public static string Direction(string slug) => $"/programmes/{slug}/direction";

    public static string Periods(string slug) => $"/programmes/{slug}/periods";

    public static string Period(string slug, string key) => $"/programmes/{slug}/periods/{key}";

    public static string Readiness(string slug, string key, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/periods/{key}/readiness", query);

    public static string Packs(string slug) => $"/programmes/{slug}/packs";

    public static string PackSchedules(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/packs/schedule", query);

    public static string AddPackSchedule(string slug) => $"/programmes/{slug}/packs/schedule/add";

    public static string PackRegister(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/packs/register", query);

    public static string PackRegisterCsv(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/packs/register.csv", query);

    public static string Distribution(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/packs/distribution", query);

    /// <summary>Who got a pack.</summary>
    public static string PackRecipients(string slug, string reference, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/packs/{reference}/recipients", query);

    /// <summary>Where secure links begin; the secret follows.</summary>
    public const string PackLink = "/pack-link/";

    public static string PackLinkDownload(string secret) => $"{PackLink}{Uri.EscapeDataString(secret)}/download";

    public static string PackLinkTables(string secret) => $"{PackLink}{Uri.EscapeDataString(secret)}/tables";

    public static string PackLinkRead(string secret, string anchor = "") => $"{PackLink}{Uri.EscapeDataString(secret)}/read{(anchor.Length == 0 ? "" : $"#{anchor}")}";

    public static string Pack(string slug, string reference, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/packs/{reference}", query);

    public static string PackDownload(string slug, string reference) => $"/programmes/{slug}/packs/{reference}/download";

    /// <summary>The pack as a page; <paramref name="anchor"/> names a section, table or chart of it.</summary>
    public static string ReadPack(string slug, string reference, string? anchor = null) => $"/programmes/{slug}/packs/{reference}/read{(anchor is null ? "" : "#")}{anchor}";

    public static string PackTables(string slug, string reference) => $"/programmes/{slug}/packs/{reference}/tables.xlsx";

    public static string Mail(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/mail", query);

    public static string MailItem(string slug, int id) => $"/programmes/{slug}/mail/{id}";

    public static string History(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/history", query);

    public static string HistoryCsv(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/history.csv", query);

    public static string HistoryCheck(string slug) => $"/programmes/{slug}/history/check";

    /// <summary>Which roles must have a second factor.</summary>
    public static string SignInRules(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/sign-ins/rules", query);

    public static string SignInsCsv(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/sign-ins.csv", query);

    public static string SignIns(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/sign-ins", query);

    public static string People(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/people", query);

    public static string PeopleCsv(string slug) => $"/programmes/{slug}/people.csv";

    public static string Invite(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/people/invite", query);

    public static string Person(string slug, int id, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/people/{id}", query);

    /// <summary>Who may do what.</summary>
    public static string Rights(string slug) => $"/programmes/{slug}/people/rights";

    /// <summary>What is held on a person, as a file.</summary>
    public static string PersonHeld(string slug, int id) => $"/programmes/{slug}/people/{id}/held.zip";

    /// <summary>The same of the person who asks.</summary>
    public const string AccountHeld = "/account/held.zip";

    public static string ErasePerson(string slug, int id) => $"/programmes/{slug}/people/{id}/erase";

    public static string Retention(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/retention", query);

    /// <summary>What is held on a mail address, and its erasure. The address is typed there and stands in no link.</summary>
    public static string HeldByAddress(string slug) => $"/programmes/{slug}/retention/address";

    /// <summary>The same as a file; takes the address as a form.</summary>
    public static string AddressHeld(string slug) => $"{HeldByAddress(slug)}/held.zip";

    public static string RetentionCsv(string slug) => $"/programmes/{slug}/retention.csv";

    public static string RetentionPeriod(string slug, Core.Retention.RetentionKind kind) => $"/programmes/{slug}/retention/periods/{kind}";

    public static string PutHold(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/retention/holds/put", query);

    public static string Hold(string slug, int id) => $"/programmes/{slug}/retention/holds/{id}";

    /// <summary>What an information request gets.</summary>
    public static string InformationRequests(string slug) => $"/programmes/{slug}/information-requests";

    public static string InformationZip(string slug) => $"/programmes/{slug}/information-requests/export.zip";

    /// <summary>Where the links of invitations begin; the secret follows.</summary>
    public const string Invitation = "/invitation/";

    public static string InvitationOf(string secret) => $"{Invitation}{Uri.EscapeDataString(secret)}";

    public static string Compare(string slug, params (string Key, string? Value)[] query) => With($"/programmes/{slug}/compare", query);

    public static string Pace(string slug) => $"/programmes/{slug}/pace";

    public static string RatingRules(string slug) => $"/programmes/{slug}/rating-rules";

    /// <summary>The address of a request, as at another date; null for today. The date asked for is taken out of the query.</summary>
    internal static string AsAt(HttpRequest request, string slug, DateOnly? day)
    {
        // "/programmes/{slug}/…": everything after the third slash stays.
        var rest = request.Path.ToUriComponent().Split('/', 4) is [_, _, _, var tail] ? $"/{tail}" : "";
        return With(
            $"/programmes/{new ProgrammeAddress(slug, day)}{rest}",
            [.. request.Query.Where(q => q.Key != ProgrammeGate.AsAtKey).SelectMany(q => q.Value.Select(v => (q.Key, v)))]);
    }

    /// <summary>An address with the parts of the query that have a value.</summary>
    public static string With(string path, params (string Key, string? Value)[] query) =>
        QueryHelpers.AddQueryString(path, query.Where(q => !string.IsNullOrEmpty(q.Value)).Select(q => KeyValuePair.Create(q.Key, q.Value)));
}
