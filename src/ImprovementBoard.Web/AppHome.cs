namespace ImprovementBoard.Web;

/// <summary>
/// The folder that relative settings are read from: the checkout when run from source, the program's own folder when published.
/// </summary>
internal static class AppHome
{
    /// <summary>Full path of the folder.</summary>
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    /// <summary>True when run from a checkout.</summary>
    public static bool IsCheckout => File.Exists(System.IO.Path.Combine(Path, "ImprovementBoard.sln"));

    /// <summary>A setting's path: absolute as it is, relative below <see cref="Path"/>.</summary>
    public static string Resolve(string path) => System.IO.Path.GetFullPath(path, Path);

    /// <summary>
    /// Makes a folder for data where there is none. Only the account that the portal runs as may enter it: what lies in it is not to be read past the portal. On
    /// Windows it has the rights of the folder above.
    /// </summary>
    public static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "ImprovementBoard.sln")))
                return folder.FullName;
        }
        return start;
    }
}
