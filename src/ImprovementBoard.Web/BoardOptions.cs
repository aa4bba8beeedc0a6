using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.SingleSignOn;

namespace ImprovementBoard.Web;

/// <summary>Settings under "ImprovementBoard"; every key can be an environment variable such as <c>ImprovementBoard__DataDirectory</c>.</summary>
internal sealed class BoardOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "ImprovementBoard";

    /// <summary>Folder of the database, the evidence files and the sign-in keys.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>Folder that holds one folder per demonstration programme.</summary>
    public string SeedsDirectory { get; set; } = "seeds";

    /// <summary>Which database.</summary>
    public DatabaseOptions Database { get; set; } = new();

    /// <summary>The demonstration.</summary>
    public DemonstrationOptions Demonstration { get; set; } = new();

    /// <summary>How packs are drawn.</summary>
    public PackOptions Packs { get; set; } = new();

    /// <summary>How mails go out.</summary>
    public MailOptions Mail { get; set; } = new();

    /// <summary>How much one person may ask for.</summary>
    public LimitOptions Limits { get; set; } = new();

    /// <summary>What protects the keys of sign-ins and of links in mails that wait.</summary>
    public KeyOptions Keys { get; set; } = new();

    /// <summary>How long a sign-in lasts.</summary>
    public SignInOptions SignIn { get; set; } = new();

    /// <summary>Signing in with the council’s own accounts.</summary>
    public SingleSignOnOptions SingleSignOn { get; set; } = new();

    /// <summary>Every fault in the settings, each one sentence naming the key.</summary>
    public IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(DataDirectory))
            yield return $"{Section}:DataDirectory is empty. Give a folder, such as \"data\".";
        if (Database.Provider is not (DatabaseOptions.Sqlite or DatabaseOptions.Postgres))
            yield return $"{Section}:Database:Provider is \"{Database.Provider}\". Use \"Sqlite\" or \"Postgres\".";
        if (Database.Provider == DatabaseOptions.Postgres && string.IsNullOrWhiteSpace(Database.ConnectionString))
            yield return $"{Section}:Database:ConnectionString is empty. PostgreSQL needs one.";
        if (Packs.TimeLimitSeconds is < 1 or > 600)
            yield return $"{Section}:Packs:TimeLimitSeconds is {Packs.TimeLimitSeconds}. Use 1 to 600.";
        if (string.IsNullOrWhiteSpace(Packs.NodePath))
            yield return $"{Section}:Packs:NodePath is empty. Give the Node.js program, such as \"node\".";
        if (Demonstration.Password is { Length: > 0 and < DemonstrationOptions.PasswordMinLength })
            yield return $"{Section}:Demonstration:Password is shorter than {DemonstrationOptions.PasswordMinLength} characters.";
        if (SignIn.IdleMinutes is < 5 or > 480)
            yield return $"{Section}:SignIn:IdleMinutes is {SignIn.IdleMinutes}. Use 5 to 480.";
        if (SignIn.HoursAtMost is < 1 or > 24)
            yield return $"{Section}:SignIn:HoursAtMost is {SignIn.HoursAtMost}. Use 1 to 24.";
        if (Limits.RequestsPerMinute < 60)
            yield return $"{Section}:Limits:RequestsPerMinute is {Limits.RequestsPerMinute}. Use 60 or more.";
        if (Limits.CircuitsPerPerson < 1)
            yield return $"{Section}:Limits:CircuitsPerPerson is {Limits.CircuitsPerPerson}. Use 1 or more.";
        foreach (var fault in Keys.Faults().Concat(Mail.Faults()).Concat(SingleSignOn.Faults()))
            yield return fault;
    }

    internal sealed class DatabaseOptions
    {
        public const string Sqlite = "Sqlite", Postgres = "Postgres";

        /// <summary>"Sqlite" or "Postgres".</summary>
        public string Provider { get; set; } = Sqlite;

        /// <summary>Empty for SQLite in the data directory; needed for PostgreSQL.</summary>
        public string ConnectionString { get; set; } = "";
    }

    internal sealed class DemonstrationOptions
    {
        /// <summary>Shortest password, in characters.</summary>
        public const int PasswordMinLength = Core.Access.PasswordRule.MinLength;

        /// <summary>Used in Development when none is set.</summary>
        public const string DefaultPassword = "safer-children-2018";

        /// <summary>Whether an empty database gets the demonstration; null means in Development alone.</summary>
        public bool? Load { get; set; }

        /// <summary>Password of all demonstration accounts; empty for the default, which is refused outside Development.</summary>
        public string Password { get; set; } = "";
    }

    internal sealed class SignInOptions
    {
        /// <summary>After so many minutes in which nothing was done a person is signed out, 5 to 480.</summary>
        public int IdleMinutes { get; set; } = 60;

        /// <summary>After so many hours a person is signed out whatever they do, 1 to 24.</summary>
        public int HoursAtMost { get; set; } = 12;

        /// <summary>Lets people sign in over plain HTTP outside Development, for a trial on one machine.</summary>
        public bool PlainHttp { get; set; }
    }

    internal sealed class PackOptions
    {
        /// <summary>The Node.js program that draws packs.</summary>
        public string NodePath { get; set; } = "node";

        /// <summary>A pack that takes longer is stopped and reported, 1 to 600 seconds.</summary>
        public int TimeLimitSeconds { get; set; } = 60;
    }

    internal sealed class LimitOptions
    {
        /// <summary>Requests of one person, or of one address without a sign-in, in a minute; at least 60.</summary>
        public int RequestsPerMinute { get; set; } = 600;

        /// <summary>Pages of one person that are at work at once; at least 1.</summary>
        public int CircuitsPerPerson { get; set; } = 20;
    }
}
