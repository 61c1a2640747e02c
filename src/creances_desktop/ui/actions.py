"""The actions of the window: name, text, key, icon and the sentence that says what each does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from creances_desktop.ui import icons


@dataclass(frozen=True, slots=True)
class Declared:
    """An action as declared: `key` is a key sequence as Qt reads it, empty without one."""

    name: str
    text: str
    tip: str
    icon: str = ""
    key: str = ""


ACTIONS = (
    Declared("create", "&Nouveau dossier…", "Créer le dossier d’une société", "file-plus"),
    Declared("open", "&Ouvrir…", "Ouvrir un autre dossier", "folder-open", "Ctrl+O"),
    Declared("example", "Ouvrir l’&exemple", "Ouvrir un dossier d’exemple à part du vôtre", "book-open"),
    Declared(
        "import", "&Importer…", "Lire un FEC, ou des clients, factures et règlements d’un tableur",
        "download", "Ctrl+I",
    ),
    Declared("company", "&Ma société…", "Nom, adresse, IBAN, logo et signature de vos lettres", "building-2"),
    Declared("backups", "Sauve&gardes…", "Les copies faites d’elles-mêmes\u00a0: comparer, restaurer, second "
             "emplacement", "archive", "Ctrl+Shift+S"),
    Declared("backup", "&Sauvegarder une copie…", "Copier tout le dossier dans un fichier", "save", "Ctrl+S"),
    Declared(
        "restore", "&Restaurer une copie…", "Remettre une sauvegarde à la place du dossier ouvert",
        "database-backup",
    ),
    Declared("verify", "&Vérifier le dossier", "Contrôler fichier, sommes et lettres", "circle-check"),
    Declared("password", "Mot de &passe…", "Chiffrer le dossier, changer ou retirer le mot de passe", "lock"),
    Declared("lock", "Verro&uiller maintenant", "Couvrir les fenêtres jusqu’au mot de passe", "lock",
             "Ctrl+Shift+L"),
    Declared("quit", "&Quitter", "Fermer le dossier et le programme", "log-out", "Ctrl+Q"),
    Declared("undo", "&Annuler", "Annuler la dernière action, quelle que soit la page", "undo-2", "Ctrl+Z"),
    Declared("redo", "Ré&tablir", "Refaire ce qui vient d’être annulé", "redo-2", "Ctrl+Shift+Z"),
    Declared("history", "&Historique…", "Tout ce qui a été fait dans le dossier, à annuler ou à rétablir",
             "history", "Ctrl+H"),
    Declared("copy", "&Copier\tCtrl+C", "Copier la sélection, pour un tableur par exemple", "copy"),
    Declared("find", "&Rechercher\tCtrl+F", "Aller au champ de recherche de la page", "search"),
    Declared("reload", "Act&ualiser", "Relire ce que la page montre", "refresh-cw", "F5"),
    Declared("new_client", "&Nouveau client…", "Saisir un client", "user", "Ctrl+Shift+N"),
    Declared("edit_client", "&Modifier le client…", "Corriger la fiche du client affiché", "pencil"),
    Declared("merge_clients", "&Fusionner avec une autre fiche…",
             "Réunir les deux fiches d’un même client, après un aperçu", "users"),
    Declared("complete", "À &compléter…", "Compléter en une fois les adresses, natures et e-mails manquants",
             "list"),
    Declared("note_call", "Noter un &appel…", "Noter ce qui est sorti d’un appel au client affiché", "phone",
             "Ctrl+Shift+A"),
    Declared("promise", "Noter une &promesse…", "Noter que le client affiché promet de payer", "handshake"),
    Declared("instalment_plan", "Éc&héancier…",
             "Accorder au client affiché de payer en plusieurs fois, ou voir où en est son échéancier",
             "banknote"),
    Declared("pause", "Mettre de cô&té…", "Ne plus relancer le client affiché avant un jour", "pause"),
    Declared("insolvency", "Procédure collecti&ve…", "Noter le jugement qui ouvre la procédure", "gavel"),
    Declared("statement", "Re&levé de compte…", "Le relevé du client affiché, en PDF", "file-text"),
    Declared("write_letter", "Écr&ire une lettre…",
             "Reçu, proposition, suspension, duplicata… hors du plan de relance", "mail", "Ctrl+L"),
    Declared("write_about_invoice", "Écr&ire à son sujet…",
             "Une lettre hors du plan de relance à propos de la facture choisie", "mail"),
    Declared("relation", "Relation et r&ythme…",
             "Client à ménager, son plan, et son rythme de règlement appris", "handshake"),
    Declared("no_delivery", "N&e plus livrer…", "Noter que vous ne livrez plus le client affiché", "truck"),
    Declared("no_delivery", "Ne pl&us livrer…", "Noter que vous ne livrez plus le client affiché", "truck"),
    Declared("good_payers", "&Bons payeurs du trimestre…",
             "Qui a tout payé à temps, et l’en remercier", "star"),
    Declared("contact_limits", "&Fréquence des contacts…",
             "Écart entre deux lettres, nombre de lettres, d’e-mails et d’appels par client", "hourglass"),
    Declared("client_calendar", "Voir à l’a&genda", "Ce que l’agenda prévoit pour le client affiché",
             "calendar-days"),
    Declared("print_day", "Imprimer le &jour…", "La page d’un jour de l’agenda, à cocher", "printer"),
    Declared("print_week", "Imprimer la semai&ne…", "La semaine de l’agenda, à cocher", "printer"),
    Declared("export_ics", "E&xporter l’agenda…",
             "Un fichier que lisent Outlook, Thunderbird et les téléphones", "upload"),
    Declared("calendar_settings", "Réglag&es de l’agenda…",
             "Jours fériés, notifications et heures de silence", "settings"),
    Declared("new_invoice", "&Nouvelle facture…", "Saisir une facture", "receipt-euro", "Ctrl+N"),
    Declared("new_credit_note", "Nouvel a&voir…", "Saisir un avoir", "undo-2"),
    Declared("new_payment", "Enregistrer un &règlement…", "Saisir un règlement et l’imputer", "banknote",
             "Ctrl+R"),
    Declared("personal_data", "Données per&sonnelles…",
             "Ce que le dossier sait du client affiché\u00a0: le lui remettre, l’effacer", "user"),
    Declared("breakdown_client", "&Décompte des intérêts…",
             "Intérêts et indemnité de toutes les factures en retard du client affiché", "scale"),
    Declared("breakdown_invoice", "&Décompte des intérêts…",
             "Intérêts et indemnité de la facture choisie, ligne par ligne", "scale", "Ctrl+D"),
    Declared("first_to_lapse", "Ce qui se prescri&t d’abord…",
             "Les échéances ouvertes par dernier jour pour agir en justice", "hourglass"),
    Declared("aged_balance", "&Balance âgée…", "Qui doit quoi et depuis quand, à n’importe quel jour",
             "columns-3", "Ctrl+B"),
    Declared("legal_rates", "&Taux légaux…", "Taux de la BCE et taux légal par semestre, avec leur source",
             "landmark"),
    Declared("limitation_periods", "&Délais de prescription…",
             "Durée de chaque prescription, depuis quand et par quel texte", "hourglass"),
    Declared("client_limitation", "Délai de prescripti&on…",
             "Celui de la loi, un autre, ou celui que fixe le contrat du client affiché", "hourglass"),
    Declared("claim_settings", "Réglages des &intérêts et des imputations…",
             "Taux de la société, plancher, ordre d’imputation, limite des écarts", "settings"),
    Declared("letter_texts", "Modè&les de lettres…",
             "Les textes de vos lettres, leurs versions, et ce qu’ils donnent sur un vrai client", "pencil"),
    Declared("plans", "&Plans de relance…", "Jours, délais et minimums de chaque étape, intérêts réclamés",
             "list"),
    Declared("morning", "&Séance du matin…", "Un client après l’autre, au clavier, par gain attendu", "phone",
             "F9"),
    Declared("morning_report", "Compte ren&du de séance…", "Revoir la dernière séance du matin", "flag"),
    Declared("call_sheet", "Fiche d’app&el…", "Une page à imprimer avant d’appeler le client affiché",
             "file-text", "Ctrl+Shift+F"),
    Declared("promises", "Pr&omesses…", "En cours, tenues, non tenues, et ce qu’elles devraient rapporter",
             "handshake"),
    Declared("nonpayment_report", "Pour&quoi ne suis-je pas payé…", "Les retards par motif",
             "circle-question-mark"),
    Declared("nonpayment_actions", "Motif&s de non-paiement…", "Ce qui suit chaque motif donné par un client",
             "circle-question-mark"),
    Declared("call_openings", "P&hrases d’appel…", "Comment commencer un appel, selon la situation du client",
             "phone"),
    Declared("morning_rules", "&Ordre de la séance…", "La formule du gain attendu, la courtoisie des appels",
             "settings"),
    Declared("to_send", "Lettres à &envoyer", "Voir les lettres que le plan de relance propose aujourd’hui",
             "mail"),
    Declared("issue_letters", "&Émettre et imprimer…", "Émettre les lettres cochées et les imprimer",
             "printer", "Ctrl+P"),
    Declared("save_letters", "Enregistrer les &PDF…", "Émettre les lettres cochées dans un dossier de PDF",
             "file-text"),
    Declared("mail", "Préparer le &courrier…",
             "Imprimer une pile de lettres avec leurs pièces, étiquettes, recommandés, bordereau", "mail",
             "Ctrl+Shift+P"),
    Declared("paper_settings", "I&mpression…",
             "Bulletin de règlement, enveloppe, décalages d’imprimante, tarifs postaux", "printer"),
    Declared("evidence_client", "Dossier de preuves…",
             "Toutes les pièces du client affiché en un PDF numéroté, ou en ZIP", "archive", "Ctrl+Shift+D"),
    Declared("evidence_invoice", "D&ossier de preuves…",
             "Les pièces de la facture choisie en un PDF numéroté, ou en ZIP", "archive"),
    Declared("note_sending", "Noter l’&envoi…", "Noter comment la facture choisie a été envoyée", "send"),
    Declared("missing_receipts", "Accusés &manquants", "Les recommandés dont l’accusé devrait être revenu",
             "stamp"),
    Declared("sending_settings", "Réglages des en&vois…",
             "Délai compté de la réception, accusés attendus, rappels de dépôt", "settings"),
    Declared("sent", "Lettres en&voyées", "Voir tout ce qui est parti", "send"),
    Declared("zoom_in", "A&grandir", "Agrandir les textes", "zoom-in", "Ctrl++"),
    Declared("zoom_out", "&Réduire", "Réduire les textes", "zoom-out", "Ctrl+-"),
    Declared("zoom_reset", "Taille &normale", "Rendre aux textes leur taille", "", "Ctrl+0"),
    Declared("shortcuts", "&Raccourcis clavier", "La liste des touches", "info", "F1"),
    Declared("about", "À &propos de Créances", "Version, licence et emplacement des données", "info"),
)  # fmt: skip
DECLARED = {each.name: each for each in ACTIONS}
EXTRA_KEYS = {"zoom_in": ("Ctrl+=",), "reload": (), "redo": ("Ctrl+Y",)}
"""Keys that do the same: on many keyboards + needs the shift key."""

Handlers = Mapping[str, Callable[[], object]]


class ActionSet(QObject):
    """The actions that have a handler, made once and shared by menus, keys and pages."""

    def __init__(self, window: QWidget, handlers: Handlers) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        for name, handler in handlers.items():
            self._actions[name] = self._made(window, DECLARED[name], handler)

    def __getitem__(self, name: str) -> QAction:
        """The action of that name; KeyError when nothing answers it."""
        return self._actions[name]

    def __contains__(self, name: str) -> bool:
        """Whether something answers that name."""
        return name in self._actions

    def items(self) -> list[tuple[str, QAction]]:
        """Every action with its name."""
        return list(self._actions.items())

    def run(self, name: str) -> None:
        """Do it as if the user had chosen it; nothing when it is not possible now."""
        self._actions[name].trigger()

    def shortcuts(self) -> list[tuple[str, str]]:
        """Text and key of every action that has one, as the user reads them."""
        native = QKeySequence.SequenceFormat.NativeText
        return [
            (action.text().replace("&", "").rstrip("…"), action.shortcut().toString(native))
            for action in self._actions.values()
            if not action.shortcut().isEmpty()
        ]

    def _made(self, window: QWidget, declared: Declared, handler: Callable[[], object]) -> QAction:
        action = QAction(declared.text, window)
        action.setObjectName(f"action_{declared.name}")
        action.setToolTip(declared.tip)
        action.setStatusTip(declared.tip)
        if declared.icon:
            icons.apply(action, declared.icon)
        if declared.key:
            keys = [declared.key, *EXTRA_KEYS.get(declared.name, ())]
            action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(lambda: handler())  # noqa: PLW0108 - drops the bool
        window.addAction(action)
        return action
